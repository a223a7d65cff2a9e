"""`/notices/` and `/settings/notices/`."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.people.models import Person
from gemeengoed.core.people.permissions import require_person
from gemeengoed.core.ui.not_found import NotFound
from gemeengoed.core.ui.saving import saved

from . import queries, services
from .forms import ChoicesForm
from .models import Notice

PER_PAGE = 30


@require_safe
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """`/notices/`: what was not seen first."""
    person = require_person(request)
    page = Paginator(queries.of(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "lines": [(queries.sentence(notice), notice) for notice in page],
        "unseen": queries.unseen_count(person),
    }
    return render(request, "notices/notices.html", context)


@require_safe
@never_cache
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """`/notices/<id>/`: to what it is about; by that it is seen."""
    return redirect(_seen(require_person(request), pk).uri)


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    _seen(require_person(request), pk)
    return redirect("notices:notices")


def _seen(person: Person, pk: int) -> Notice:
    try:
        return services.mark_seen(person, pk)
    except Notice.DoesNotExist:
        raise NotFound(_("This notice is no longer there.")) from None


@require_POST
def all_seen(request: HttpRequest) -> HttpResponse:
    count = services.mark_all_seen(require_person(request))
    told = ngettext("%(count)d notice marked as seen.", "%(count)d notices marked as seen.", count)
    messages.success(request, told % {"count": count})
    return redirect("notices:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """`/settings/notices/`: per kind here, by mail or not."""
    person = require_person(request)
    form = ChoicesForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and saved(form, lambda: services.choose(person, form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("notices:settings")
    return render(request, "notices/settings.html", {"form": form})
