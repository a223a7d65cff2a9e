"""Reading lists: taking them along, and bringing them in with a look beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.commons.models import Commons

from .. import details, queries, reading_lists
from ..citing.own import own
from ..finding import find_source
from ..forms import ReadingListForm
from ..models import Source
from ..services import sources as services
from .entering import crumbs, editor, get_or_post


def answer(ending: str, sources: Iterable[Source], name: str) -> HttpResponse:
    """A reading list as a file called `name`. Raises Http404 for an ending that is none of ours."""
    if ending not in reading_lists.FORMATS:
        raise Http404
    kind = reading_lists.FORMATS[ending].media_type
    response = HttpResponse(
        reading_lists.write(ending, sources), content_type=f"{kind}; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@require_safe
@kept_for_readers
def whole(request: HttpRequest, handle: str, ending: str) -> HttpResponse:
    """`/@handle/sources/list.bib?words=`: all sources of the commons, or those with these words."""
    access = enter(request, handle)
    asked = request.GET.get("words", "").strip()[:200]
    return answer(ending, queries.listed(access.commons, asked), f"{handle}-sources")


@require_safe
@kept_for_readers
def one(request: HttpRequest, handle: str, number: int, ending: str) -> HttpResponse:
    """`/@handle/sources/12/cite.bib`"""
    source = find_source(enter(request, handle), number)
    return answer(ending, [source], f"{handle}-source-{source.pk}")


@dataclass(frozen=True)
class Coming:
    """One entry of a list as it would come in; `kept` is None when it cannot."""

    number: int
    kept: dict[str, Any] | None
    shown: str
    problems: list[str]
    known: Source | None


@get_or_post
def bring_in(request: HttpRequest, handle: str) -> HttpResponse:
    """Paste or choose a file, look at what will come, then bring it in; nothing is stored before."""
    access = editor(request, handle)
    form = ReadingListForm(request.POST or None, request.FILES or None)
    context = {"form": form, "breadcrumbs": crumbs(access, here=_("Bring in a list"))}
    if request.method != "POST" or not form.is_valid():
        return _page(request, context)
    try:
        found = reading_lists.read(form.cleaned_data["text"])
    except reading_lists.NotAList as error:
        form.add_error("text", str(error))
        return _page(request, context)
    coming = _coming(access.commons, found.entries)
    if "bring" in request.POST:
        return _brought(request, access, coming)
    context |= {"coming": coming, "problems": found.problems, "text": form.cleaned_data["text"]}
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, "sources/bring_in.html", context, status=status)


def _coming(commons: Commons, entries: list[dict[str, Any]]) -> list[Coming]:
    read = [details.lenient(entry) for entry in entries]
    known = _known(commons, [kept for kept, _problems in read if kept])
    coming = []
    for number, (kept, problems) in enumerate(read):
        source = Source(commons=commons, **kept) if kept else None
        there = next((known[k] for k in _keys(source) if k in known), None) if source else None
        coming.append(Coming(number, kept, own(source) if source else "", problems, there))
    return coming


def _keys(source: Source) -> list[tuple[str, str]]:
    """By what two sources are most likely the same."""
    told = [(name, getattr(source, name)) for name in ("doi", "isbn", "law", "url")]
    return [*[pair for pair in told if pair[1]], ("title", source.title.casefold())]


def _known(commons: Commons, many: list[dict[str, Any]]) -> dict[tuple[str, str], Source]:
    """Sources that are there already, by each of their keys. One query."""
    same = Q(title__in=[kept["title"] for kept in many])
    for name in ("doi", "isbn", "law", "url"):
        same |= Q(**{f"{name}__in": [kept[name] for kept in many if kept.get(name)]})
    rows = Source.objects.filter(same, commons=commons).select_related("commons__actor")
    return {key: source for source in rows for key in _keys(source)}


def _brought(request: HttpRequest, access: Access, coming: list[Coming]) -> HttpResponse:
    wanted = set(request.POST.getlist("take"))
    chosen = [one.kept for one in coming if one.kept and str(one.number) in wanted]
    try:
        made = services.add_sources(access.commons, access.actor, chosen)
    except ValidationError as error:  # pragma: no cover - what is lenient passes
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext(
            "%(number)d source was brought in.", "%(number)d sources were brought in.", len(made)
        )
        messages.success(request, said % {"number": len(made)})
    return redirect("sources:index", access.commons.handle)
