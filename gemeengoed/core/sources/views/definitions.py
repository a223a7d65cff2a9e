"""Pages of terms and their definitions, which may compete."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.ui.saving import saved

from .. import queries
from ..finding import LARGEST
from ..forms import DefinitionForm, initial_definition
from ..models import Definition
from ..services import definitions as services
from ..ties import all_ties
from .entering import Crumbs, editor, get_or_post

PER_PAGE = 60
WRITE = "definitions.write"


def _crumbs(access: Access, term: queries.Term | None = None, here: str = "") -> Crumbs:
    steps = [{"label": _("Definitions"), "url": f"{access.commons.get_absolute_url()}definitions/"}]
    if term is not None:
        steps.append({"label": term.name, "url": term.address})
    return [*steps, {"label": here, "url": ""}] if here else steps


def _find(access: Access, slug: str) -> queries.Term:
    found = queries.term(access.commons, slug, access.preferred)
    if found is None:
        raise Http404
    return found


@require_safe
@kept_for_readers
def index(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/definitions/`: the terms by the alphabet of the reader's language."""
    access = enter(request, handle)
    slugs = queries.by_alphabet(access.commons, access.preferred)
    page = Paginator(slugs, PER_PAGE).get_page(request.GET.get("page"))
    terms = queries.terms_by_slug(access.commons, list(page), access.preferred)
    context = {"page_obj": page, "terms": terms, "may_write": access.may(WRITE)}
    return render(request, "sources/definitions.html", context)


@require_safe
@kept_for_readers
def term(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """`/@handle/definitions/commons/`: what compete, beside one another."""
    access = enter(request, handle)
    found = _find(access, slug)
    context = {
        "term": found,
        "used_in": [one for ties in all_ties for one in ties.using(slug, access)],
        "may_write": access.may(WRITE),
        "breadcrumbs": _crumbs(access, found),
    }
    return render(request, "sources/term.html", context)


@get_or_post
def new(request: HttpRequest, handle: str, slug: str = "") -> HttpResponse:
    """A new term, or with `slug` another definition of one that is there."""
    access = editor(request, handle, WRITE)
    beside = _find(access, slug) if slug else None
    initial = {f"term_{code}": name for code, name in (_names(beside)).items()}
    form = DefinitionForm(request.POST or None, commons=access.commons, initial=initial)
    made: list[Definition] = []

    def save() -> None:
        made.append(
            services.save_definition(access.commons, access.actor, slug=slug, **form.words())
        )

    if request.method == "POST" and saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(made[0].get_absolute_url())
    title = _("Another definition") if beside else _("New definition")
    return _form_page(request, form, title, _crumbs(access, beside, title))


def _names(term: queries.Term | None) -> dict[str, str]:
    return term.definitions[0].term if term else {}


@get_or_post
def edit(request: HttpRequest, handle: str, slug: str, number: int) -> HttpResponse:
    access = editor(request, handle, WRITE)
    found = _definition(access, slug, number)
    form = DefinitionForm(
        request.POST or None, commons=access.commons, initial=initial_definition(found)
    )

    def save() -> None:
        services.save_definition(access.commons, access.actor, definition=found, **form.words())

    if request.method == "POST" and saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(found.get_absolute_url())
    crumbs = _crumbs(access, _find(access, slug), _("Change"))
    return _form_page(request, form, _("Change the definition"), crumbs)


@get_or_post
def remove(request: HttpRequest, handle: str, slug: str, number: int) -> HttpResponse:
    """GET asks and says what uses the term, POST does."""
    access = editor(request, handle, WRITE)
    found = _definition(access, slug, number)
    term = _find(access, slug)
    if request.method == "POST":
        services.remove_definition(found, access.actor)
        messages.success(request, _("The definition is gone."))
        left = len(term.definitions) > 1
        return redirect(
            term.address if left else f"{access.commons.get_absolute_url()}definitions/"
        )
    context = {
        "definition": found,
        "term": term,
        "used_in": [one for ties in all_ties for one in ties.using(slug, access)],
        "breadcrumbs": _crumbs(access, term, _("Remove")),
    }
    return render(request, "sources/remove_definition.html", context)


def _definition(access: Access, slug: str, number: int) -> Definition:
    if number > LARGEST:
        raise Http404
    rows = Definition.objects.select_related("commons__actor", "source")
    return get_object_or_404(rows, commons=access.commons, slug=slug, pk=number)


def _form_page(
    request: HttpRequest, form: DefinitionForm, title: str, breadcrumbs: Crumbs
) -> HttpResponse:
    context = {"form": form, "title": title, "breadcrumbs": breadcrumbs}
    status = 422 if form.errors else 200
    return render(request, "sources/definition_form.html", context, status=status)
