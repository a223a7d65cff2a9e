"""Organisations: the list, the page of one, making and changing it, and its people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core.media.queries import address
from gemeengoed.core.text import languages, markdown
from gemeengoed.core.ui.saving import saved

from .. import queries
from ..forms.organisations import AffiliationForm, LogoForm, NewOrganisationForm, OrganisationForm
from ..models import Affiliation, Organisation
from ..permissions import may_make_organisation, person_of, require_person
from ..services import organisations as services

LOGO_WIDTH = 320


def organisation(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/` of an organisation."""
    shown = queries.find_organisation(handle)
    language, text = languages.best(shown.description, languages.preferred(request))
    context = {
        "shown": shown,
        "description": mark_safe(markdown.render(text).html),
        "description_language": language,
        "affiliations": queries.people_of(shown),
        "ties": queries.ties(shown.actor),
        "logo_url": address(shown.logo, LOGO_WIDTH) if shown.logo else "",
        "may_manage": services.may_manage(shown, person_of(request)),
    }
    return render(request, "people/organisation.html", context)


def all_of_them(request: HttpRequest) -> HttpResponse:
    """`/organisations/`"""
    page = Paginator(queries.organisations(), 50).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_make": may_make_organisation(person_of(request))}
    return render(request, "people/organisations.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """`/organisations/new/`"""
    person = require_person(request)
    if not may_make_organisation(person):
        raise PermissionDenied(_("Stewards of a commons and operators add organisations. Ask one."))
    form = NewOrganisationForm(None, request.POST or None)
    made: list[Organisation] = []
    if request.method == "POST" and saved(
        form, lambda: made.append(services.create_organisation(by=person, **form.values()))
    ):
        messages.success(request, _("The organisation has a page now. You can add its logo."))
        return redirect("people:edit_organisation", handle=made[0].actor.handle)
    return render(request, "people/new_organisation.html", {"form": form})


def edit(request: HttpRequest, handle: str) -> HttpResponse:
    """`/organisations/<handle>/edit/`: two forms, one for the words and one for the logo."""
    person, shown = require_person(request), queries.find_organisation(handle)
    services.require_manager(shown, person)
    sent = request.POST.get("form", "")
    words = OrganisationForm(shown, request.POST if sent == "words" else None)
    posted = (request.POST, request.FILES) if sent == "logo" else (None, None)
    logo = LogoForm(shown, person, *posted)
    acts = {
        "words": (words, lambda: services.change_organisation(shown, person, **words.values())),
        "logo": (logo, lambda: services.set_logo(shown, person, **logo.cleaned_data)),
    }
    if sent in acts and saved(*acts[sent]):
        messages.success(request, _("Saved."))
        return redirect(shown)
    context = {"words": words, "logo": logo, "shown": shown}
    return render(request, "people/edit_organisation.html", context)


def people(request: HttpRequest, handle: str) -> HttpResponse:
    """`/organisations/<handle>/people/`: who belongs to it; each confirms it themselves."""
    person, shown = require_person(request), queries.find_organisation(handle)
    services.require_manager(shown, person)
    form = AffiliationForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: services.ask_person(shown, by=person, **form.cleaned_data)
    ):
        messages.success(request, _("Asked. It shows as soon as they confirm it."))
        return redirect("people:organisation_people", handle=handle)
    context = {"form": form, "shown": shown, "affiliations": queries.everybody_of(shown)}
    return render(request, "people/organisation_people.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """`/settings/organisations/`: where one belongs, and what waits to be confirmed."""
    person = require_person(request)
    context = {
        "affiliations": queries.everything_of(person),
        "may_make": may_make_organisation(person),
    }
    return render(request, "people/my_organisations.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    services.confirm(_affiliation(pk), require_person(request))
    return redirect("people:my_organisations")


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends an affiliation: one's own, or of somebody else when one manages the organisation."""
    person, row = require_person(request), _affiliation(pk)
    services.end_affiliation(row, person)
    messages.success(request, _("That is undone."))
    if row.person_id == person.pk:
        return redirect("people:my_organisations")
    return redirect("people:organisation_people", handle=row.organisation.actor.handle)


def _affiliation(pk: int) -> Affiliation:
    rows = Affiliation.objects.select_related("organisation__actor", "person__actor")
    return get_object_or_404(rows, pk=pk)
