"""Notices in the API."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.people.api_auth import read, write
from gemeengoed.core.people.permissions import require_person

from . import queries, services
from .models import Notice

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """`uri` is a path here; `sentence` is in your language."""

    id: int
    kind: str
    uri: str
    actor: str
    title: str
    words: str
    sentence: str
    created: datetime
    seen: datetime | None


class NoticePage(Schema):
    total: int
    unseen: int
    page: int
    items: list[NoticeOut]


class ChoicesIn(Schema):
    """By kind how you want it; what is left out stays as it is."""

    choices: dict[str, str]


def _out(notice: Notice) -> dict[str, Any]:
    names = ("id", "kind", "uri", "title", "words", "created", "seen")
    return {
        **{name: getattr(notice, name) for name in names},
        "actor": notice.actor.handle if notice.actor else "",
        "sentence": queries.sentence(notice),
    }


@router.get("/notices", response=NoticePage, auth=read)
def list_notices(
    request: HttpRequest, unseen: bool = False, page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """Yours: unseen first, then the newest; at most 100 a page."""
    person = require_person(request)
    rows = queries.of(person, unseen=unseen)
    current = Paginator(rows, max(1, min(per_page, 100))).get_page(page)
    return {
        "total": current.paginator.count,
        "unseen": queries.unseen_count(person),
        "page": current.number,
        "items": [_out(notice) for notice in current],
    }


@router.post("/notices/seen", response={204: None}, auth=write)
def mark_all_seen(request: HttpRequest) -> Status[None]:
    services.mark_all_seen(require_person(request))
    return Status(204, None)


@router.post("/notices/{pk}/seen", response=NoticeOut, auth=write)
def mark_seen(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(services.mark_seen(require_person(request), pk))


@router.get("/notices/choices", response=dict[str, str], auth=read)
def read_choices(request: HttpRequest) -> dict[str, str]:
    """Each kind of notice with how you want it: here, mail, daily or not."""
    return {kind: str(how) for kind, how in queries.choices_of(require_person(request)).items()}


@router.patch("/notices/choices", response=dict[str, str], auth=write)
def change_choices(request: HttpRequest, given: ChoicesIn) -> dict[str, str]:
    services.choose(require_person(request), given.choices)
    return read_choices(request)
