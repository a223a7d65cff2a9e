"""Sources and their archived copies."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.commons.api.coming_in import come_in, paged
from gemeengoed.core.people.api_auth import anybody, write

from .. import queries
from ..copying import words
from ..finding import copy_of, find_source, may_read_copies
from ..models import ArchivedCopy, Source, SourceKind
from ..services import copies
from ..services import sources as services
from ..ties import all_ties

router = Router(tags=["sources"])
ACT = "sources.write"


class Name(Schema):
    """A person (family and given) or a name as it stands (literal); `role` may be 'editor'."""

    family: str = ""
    given: str = ""
    literal: str = ""
    role: str = ""


class SourceIn(Schema):
    """`date` is a year, month, day or range; `law` a CELEX, BWB, CVDR, ECLI, ELI or kst- number."""

    title: str
    kind: SourceKind = SourceKind.OTHER
    authors: list[Name] = []
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    doi: str = ""
    isbn: str = ""
    law: str = ""
    language: str = ""
    note: str = ""
    keep_copy: bool = True


class CopyOut(Schema):
    """`state` is waiting, fetching, kept or failed; `why` says in words why the last attempt failed.
    `url` is empty for who may not read the copy; `sha256` is of what was received."""

    state: str
    why: str
    fetched: datetime | None
    sha256: str
    found_at: str
    size: int
    url: str


class SourceOut(SourceIn):
    id: int
    page: str
    copy_kept: CopyOut | None


class SourcesOut(Schema):
    items: list[SourceOut]
    count: int
    page: int
    pages: int


class CitedBy(Schema):
    title: str
    url: str
    language: str


class SourceWithUse(SourceOut):
    cited_by: list[CitedBy]


class MergeIn(Schema):
    """The number of the source that goes."""

    other: int


def _copy(copy: ArchivedCopy | None, source: Source, may_read: bool) -> dict[str, Any] | None:
    if copy is None:
        return None
    there = copy.file is not None and may_read
    return {
        "state": copy.state,
        "why": words.why(copy),
        "fetched": copy.fetched,
        "sha256": copy.sha256,
        "found_at": copy.found_at,
        "size": copy.file.size if copy.file else 0,
        "url": f"{settings.BASE_URL}{source.get_absolute_url()}copy/" if there else "",
    }


def _out(source: Source, may_read: bool) -> dict[str, Any]:
    fields = {name: getattr(source, name) for name in SourceIn.model_fields}
    return {
        **fields,
        "authors": source.names,
        "id": source.pk,
        "page": settings.BASE_URL + source.get_absolute_url(),
        "copy_kept": _copy(copy_of(source), source, may_read),
    }


def _typed(given: SourceIn) -> dict[str, Any]:
    typed = given.dict()
    named = [{key: value.strip() for key, value in name.items()} for name in typed["authors"]]
    typed["authors"] = [_name(name) for name in named if any(name.values())]
    return typed


def _name(name: dict[str, str]) -> dict[str, str]:
    whole = name["family"] and name["given"]
    literal = name["literal"] or name["family"] or name["given"]
    kept = {k: name[k] for k in ("family", "given")} if whole else {"literal": literal}
    return {**kept, "role": "editor"} if name["role"] == "editor" else kept


@router.get("/commons/{handle}/sources", response=SourcesOut, auth=anybody)
def list_sources(
    request: HttpRequest, handle: str, q: str = "", page: int = 1, per_page: int = 50
) -> dict[str, Any]:
    """By author and date; with `q` those that hold each of its words. At most 100 a page."""
    access = enter(request, handle)
    may_read = may_read_copies(access)
    found = queries.listed(access.commons, q[:200]).prefetch_related("copy__file")
    return paged(found, page, per_page, lambda row: _out(row, may_read))


@router.post("/commons/{handle}/sources", response={201: SourceOut}, auth=write)
def add_source(request: HttpRequest, handle: str, given: SourceIn) -> Status[Any]:
    access, person = come_in(request, handle, ACT)
    made = services.save_source(access.commons, person.actor, _typed(given))
    return Status(201, _out(find_source(access, made.pk), may_read_copies(access)))


@router.get("/commons/{handle}/sources/{number}", response=SourceWithUse, auth=anybody)
def read_source(request: HttpRequest, handle: str, number: int) -> dict[str, Any]:
    """With what rests on it, as far as you may know of that."""
    access = enter(request, handle)
    found = find_source(access, number)
    cited = [one for ties in all_ties for one in ties.citing(found, access)]
    return {**_out(found, may_read_copies(access)), "cited_by": [_cited(one) for one in cited]}


def _cited(one: Any) -> dict[str, str]:
    return {"title": one.title, "url": settings.BASE_URL + one.uri, "language": one.language}


@router.put("/commons/{handle}/sources/{number}", response=SourceOut, auth=write)
def change_source(
    request: HttpRequest, handle: str, number: int, given: SourceIn
) -> dict[str, Any]:
    access, person = come_in(request, handle, ACT)
    found = find_source(access, number)
    services.save_source(access.commons, person.actor, _typed(given), found)
    return _changed(access, number)


@router.delete("/commons/{handle}/sources/{number}", response={204: None}, auth=write)
def remove_source(request: HttpRequest, handle: str, number: int) -> Status[Any]:
    """422 while a text or a definition rests on it."""
    access, person = come_in(request, handle, ACT)
    services.remove_source(find_source(access, number), person.actor)
    return Status(204, None)


@router.post("/commons/{handle}/sources/{number}/merge", response=SourceOut, auth=write)
def merge_source(request: HttpRequest, handle: str, number: int, given: MergeIn) -> dict[str, Any]:
    """Whatever rests on `other` will rest on this one; then `other` is gone."""
    access, person = come_in(request, handle, ACT)
    kept, gone = find_source(access, number), find_source(access, given.other)
    services.merge_sources(kept, gone, person.actor)
    return _changed(access, number)


@router.post("/commons/{handle}/sources/{number}/copy", response=SourceOut, auth=write)
def fetch_copy(request: HttpRequest, handle: str, number: int) -> dict[str, Any]:
    """Asks for the archived copy (again); it comes in the background."""
    access, _person = come_in(request, handle, ACT)
    copies.fetch_again(find_source(access, number))
    return _changed(access, number)


@router.delete("/commons/{handle}/sources/{number}/copy", response={204: None}, auth=write)
def remove_copy(request: HttpRequest, handle: str, number: int) -> Status[Any]:
    access, _person = come_in(request, handle, ACT)
    copies.remove(find_source(access, number))
    return Status(204, None)


def _changed(access: Access, number: int) -> dict[str, Any]:
    return _out(find_source(access, number), may_read_copies(access))
