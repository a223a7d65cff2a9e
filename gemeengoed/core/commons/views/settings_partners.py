"""Partners of a commons, as stewards change them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access
from gemeengoed.core.commons.forms.programme import NewPartnerForm, PartnerForm
from gemeengoed.core.commons.forms.words import words_of
from gemeengoed.core.commons.models import Partnership
from gemeengoed.core.commons.services import partners as services
from gemeengoed.core.people.models import Person

from .moving import last_moved, moved, moved_to
from .posting import posted
from .settings import allowed, save, show

ACT = "commons.change_partners"


def partners(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/partners/`: those there are, and adding one that is known here."""
    access, person = allowed(request, handle, ACT)
    form = PartnerForm(posted(request))
    if save(
        request,
        form,
        lambda: services.add_partner(
            access.commons, form.cleaned_data["organisation"], person, form.cleaned_data["role"]
        ),
    ):
        return redirect("commons:settings_partners", handle=handle)
    context = {
        "form": form,
        "partners": queries.partners(access.commons),
        "title": _("Partners"),
        **last_moved(request),
    }
    return show(request, "settings_partners", "partners", context)


def new(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/partners/new/`: an organisation that is new here."""
    access, person = allowed(request, handle, ACT)
    form = NewPartnerForm(access.commons, posted(request))
    if save(request, form, lambda: _make(access, person, form)):
        return redirect("commons:settings_partners", handle=handle)
    context = {"form": form, "title": _("A new organisation")}
    return show(request, "settings_partners", "form", context)


def _make(access: Access, person: Person, form: NewPartnerForm) -> None:
    kept = ("handle", "name", "website", "role")
    services.add_new_partner(
        access.commons,
        person,
        description=words_of(form, "description"),
        **{name: form.cleaned_data[name] for name in kept},
    )


def _partnership(access: Access, name: str) -> Partnership:
    rows = Partnership.objects.select_related("organisation__actor", "commons__actor")
    return get_object_or_404(rows, commons=access.commons, organisation__actor__handle=name)


def remove(request: HttpRequest, handle: str, name: str) -> HttpResponse:
    """Asks once."""
    access, person = allowed(request, handle, ACT)
    present = _partnership(access, name)
    if request.method == "POST":
        services.remove_partner(present, person)
        messages.success(request, _("No longer a partner. The organisation's own page stays."))
        return redirect("commons:settings_partners", handle=handle)
    context = {
        "title": _("Remove a partner"),
        "what": present.organisation.name,
        "told": _("It is no longer shown as a partner. The organisation's own page stays."),
        "back": reverse("commons:settings_partners", args=[handle]),
    }
    return show(request, "settings_partners", "remove", context)


@require_POST
def move(request: HttpRequest, handle: str, name: str) -> HttpResponse:
    access, person = allowed(request, handle, ACT)
    rows = queries.partners(access.commons).values_list("organisation__actor__handle", flat=True)
    order = moved(list(rows), name, request.POST.get("to", ""))
    services.order_partners(access.commons, order, person)
    return moved_to(request, "commons:settings_partners", handle, order, name)
