"""Pages of sources: the list, one source, adding, changing, merging."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.ui.saving import saved

from .. import queries
from ..copying import words
from ..finding import copy_of, find_source, may_read_copies
from ..forms import SourceForm, SourceSettingsForm, initial_settings, initial_source
from ..models import Source
from ..services import sources as services
from ..ties import all_ties
from .entering import Crumbs, crumbs, editor, get_or_post

PER_PAGE = 30
CANDIDATES = 20


@require_safe
@kept_for_readers
def index(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/sources/?words=`"""
    access = enter(request, handle)
    asked = request.GET.get("words", "").strip()[:200]
    found = queries.with_formatted(queries.listed(access.commons, asked), get_language() or "nl")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "asked": asked,
        "has_any": bool(page.paginator.count) or queries.has_sources(handle),
        "may_write": access.may("sources.write"),
        "may_set": access.may("sources.settings"),
    }
    return render(request, "sources/index.html", context)


@require_safe
@kept_for_readers
def source(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """`/@handle/sources/12/`"""
    access = enter(request, handle)
    found = find_source(access, number)
    copy = copy_of(found)
    may_write = access.may("sources.write")
    context = {
        "source": found,
        "copy": copy,
        "why": words.why(copy) if copy else "",
        "may_read_copy": may_read_copies(access),
        "cited_by": [one for ties in all_ties for one in ties.citing(found, access)],
        "definitions": found.definitions.select_related("commons__actor"),
        "may_write": may_write,
        "same": queries.same_as(found)[:5] if may_write else [],
        "breadcrumbs": crumbs(access, found),
    }
    return render(request, "sources/source.html", context)


@get_or_post
def new(request: HttpRequest, handle: str) -> HttpResponse:
    access = editor(request, handle)
    form = SourceForm(request.POST or None, initial=initial_source(None))
    made: list[Source] = []
    if request.method == "POST" and saved(form, lambda: made.append(_save(access, form))):
        messages.success(request, _("Saved."))
        return redirect(made[0].get_absolute_url())
    return _form_page(request, form, _("New source"), crumbs(access, here=_("New source")))


@get_or_post
def edit(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    access = editor(request, handle)
    found = find_source(access, number)
    form = SourceForm(request.POST or None, initial=initial_source(found))
    if request.method == "POST" and saved(form, lambda: _save(access, form, found)):
        messages.success(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return _form_page(request, form, _("Change the source"), crumbs(access, found, _("Change")))


def _save(access: Access, form: SourceForm, found: Source | None = None) -> Source:
    return services.save_source(access.commons, access.actor, form.cleaned_data, found)


def _form_page(
    request: HttpRequest, form: SourceForm, title: str, breadcrumbs: Crumbs
) -> HttpResponse:
    context = {"form": form, "title": title, "breadcrumbs": breadcrumbs}
    return render(request, "sources/form.html", context, status=422 if form.errors else 200)


@get_or_post
def merge(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """Choose the other by searching; the one of this page stays."""
    access = editor(request, handle)
    found = find_source(access, number)
    asked = request.GET.get("words", "").strip()[:200]
    error = ""
    if request.method == "POST":
        try:
            other = find_source(access, _number(request.POST.get("other", "")))
            services.merge_sources(found, other, access.actor)
        except ValidationError as problem:
            error = problem.messages[0]
        else:
            messages.success(request, _("The two are one now."))
            return redirect(found.get_absolute_url())
    context: dict[str, Any] = {
        "source": found,
        "asked": asked,
        "candidates": _candidates(access, found, asked),
        "error": error,
        "breadcrumbs": crumbs(access, found, _("Merge")),
    }
    return render(request, "sources/merge.html", context, status=422 if error else 200)


def _candidates(access: Access, found: Source, asked: str) -> list[Source]:
    if not asked:
        return list(queries.same_as(found)[:CANDIDATES])
    return list(queries.listed(access.commons, asked).exclude(pk=found.pk)[:CANDIDATES])


def _number(typed: str) -> int:
    if not typed.isdecimal():
        raise ValidationError(_("Choose another source of this commons."))
    return int(typed)


@get_or_post
def remove(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """GET asks, POST does."""
    access = editor(request, handle)
    found = find_source(access, number)
    error = ""
    if request.method == "POST":
        try:
            services.remove_source(found, access.actor)
        except ValidationError as problem:
            error = problem.messages[0]
        else:
            messages.success(request, _("The source is gone."))
            return redirect("sources:index", handle)
    context = {"source": found, "error": error, "breadcrumbs": crumbs(access, found, _("Remove"))}
    return render(request, "sources/remove.html", context, status=422 if error else 200)


@get_or_post
def settings(request: HttpRequest, handle: str) -> HttpResponse:
    access = editor(request, handle, "sources.settings")
    chosen = queries.settings_of(access.commons)
    form = SourceSettingsForm(request.POST or None, initial=initial_settings(chosen))
    if request.method == "POST" and form.is_valid():
        services.set_settings(access.commons, access.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("sources:settings", handle)
    context = {"form": form, "breadcrumbs": crumbs(access, here=_("Settings"))}
    return render(request, "sources/settings.html", context)
