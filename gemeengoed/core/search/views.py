"""The page with a field and what was found, for the whole server or one commons."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gemeengoed.core.commons.access import enter, visitor_or_person
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.text import languages

from . import queries

PER_PAGE = 20
LAST_PAGE = 50


@require_safe
@never_cache
def everywhere(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@require_safe
@never_cache
def in_commons(request: HttpRequest, handle: str) -> HttpResponse:
    return _page(request, enter(request, handle).commons)


def _page(request: HttpRequest, commons: Commons | None) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:300]
    number = _number(request.GET.get("page", ""))
    results = queries.search(
        query,
        person=visitor_or_person(request),
        commons=commons,
        preferred=languages.preferred(request),
        page=number,
        per_page=PER_PAGE,
    )
    shown = range(min(results.total, LAST_PAGE * PER_PAGE))
    context = {
        "search_query": query,
        "results": results,
        "page_obj": Paginator(shown, PER_PAGE).get_page(number),
    }
    return render(request, "search/results.html", context)


def _number(page: str) -> int:
    if not (page.isascii() and page.isdigit()):
        return 1
    return max(1, min(int(page), LAST_PAGE)) if len(page) < 9 else LAST_PAGE
