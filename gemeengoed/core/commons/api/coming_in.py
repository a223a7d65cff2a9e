"""Entering a commons by the API, and answering in pages."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.people.models import Person

MOST = 100


class Problem(Schema):
    """Why something was refused."""

    detail: str


class OrderIn(Schema):
    """Short names in the wanted order."""

    order: list[str] = Field(max_length=1000)


def come_in(request: HttpRequest, handle: str, act: str) -> tuple[Access, Person]:
    """Who may do `act`. Raises Http404, LoginRequired (401) or PermissionDenied (403)."""
    access = enter(request, handle)
    access.require(act)
    return access, require_person(request)


def paged(
    rows: QuerySet[Any], page: int, per_page: int, show: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """One page (from 1) with `items`, `count` of all, and the number of `pages`."""
    paginator = Paginator(rows, max(1, min(per_page, MOST)))
    current = paginator.get_page(page)
    return {
        "items": [show(row) for row in current],
        "count": paginator.count,
        "page": current.number,
        "pages": paginator.num_pages,
    }
