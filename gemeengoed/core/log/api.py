"""The public log over the API; everybody may read it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import instance_actor

from . import queries, sentences
from .models import LogEntry

router = Router(tags=["log"])
LARGEST = 2**31 - 1


class EntryOut(Schema):
    number: int
    created: datetime
    act: str
    sentence: str
    words: dict[str, Any] | None
    salt: str
    commitment: str
    link: str
    erased: datetime | None


class LogOut(Schema):
    count: int
    page: int
    pages: int
    head_number: int
    head_link: str
    entries: list[EntryOut]


@router.get("/commons/{handle}/log", response=LogOut, auth=None, url_name="commons_log")
def commons_log(
    request: HttpRequest,
    handle: str,
    act: str = "",
    page: int = Query(1, ge=1),
    per_page: int = Query(50, ge=1, le=100),
) -> dict[str, Any]:
    """Newest first. `/@{handle}/log/log.json` gives the whole chain at once."""
    return _page(_commons(handle), act, page, per_page)


@router.get("/commons/{handle}/log/{number}", response=EntryOut, auth=None)
def commons_entry(request: HttpRequest, handle: str, number: int) -> dict[str, Any]:
    """One entry of the log of a commons."""
    return _entry(_commons(handle), number)


@router.get("/log", response=LogOut, auth=None)
def server_log(
    request: HttpRequest,
    act: str = "",
    page: int = Query(1, ge=1),
    per_page: int = Query(50, ge=1, le=100),
) -> dict[str, Any]:
    """The log of the server itself, newest first. `/log/log.json` gives the whole chain at once."""
    return _page(instance_actor(), act, page, per_page)


@router.get("/log/{number}", response=EntryOut, auth=None)
def server_entry(request: HttpRequest, number: int) -> dict[str, Any]:
    """One entry of the log of the server."""
    return _entry(instance_actor(), number)


def _commons(handle: str) -> Actor:
    commons = Actor.objects.filter(kind=ActorKind.COMMONS, gone__isnull=True)
    return get_object_or_404(commons, handle=handle.lower())


def _entry(owner: Actor, number: int) -> dict[str, Any]:
    found = queries.entries(owner).filter(number=min(max(number, 0), LARGEST))
    return _out(get_object_or_404(found))


def _page(owner: Actor, act: str, page: int, per_page: int) -> dict[str, Any]:
    head = queries.head(owner)
    paginator = queries.pages(owner, act, head, per_page)
    return {
        "count": paginator.count,
        "page": page,
        "pages": paginator.num_pages,
        "head_number": head.number,
        "head_link": head.link,
        "entries": [_out(entry) for entry in paginator.get_page(page)],
    }


def _out(entry: LogEntry) -> dict[str, Any]:
    names = ("number", "created", "act", "words", "salt", "commitment", "link", "erased")
    return {name: getattr(entry, name) for name in names} | {"sentence": sentences.plain(entry)}
