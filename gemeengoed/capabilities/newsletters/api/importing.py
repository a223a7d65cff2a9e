"""Bringing a list in, for stewards."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status, UploadedFile

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.people.api_auth import read, write

from ..models import ImportState, ListImport
from ..queries import imports as queries
from ..services import importing

router = Router()
LIST = "/commons/{handle}/subscribers"
IMPORTS = LIST + "/imports"
ONE = IMPORTS + "/{pk}"
NAMED = 1000


class ImportIn(Schema):
    """`ground` says why you may write to these people; with `confirm` each is asked first."""

    ground: str
    language: str = "nl"
    confirm: bool = True


class ImportOut(Schema):
    """`state` is 'going', 'done', 'cancelled' or 'failed'; of `lines` in the file all up to `line` are dealt
    with, and the counts are of those. `last_error` says why it does not go on, when it is tried again."""

    id: int
    state: str
    lines: int
    line: int
    added: int
    known: int
    refused: int
    created: datetime
    ended: datetime | None
    last_error: str


class ReportOut(ImportOut):
    """`broken` are (line, what is wrong), at most a thousand; `unnamed` is how many more there are."""

    broken: list[tuple[int, str]]
    unnamed: int


class RefusedOut(Schema):
    line: int
    address: str
    why: str


class RefusedPage(Schema):
    total: int
    page: int
    items: list[RefusedOut]


def _enter(request: HttpRequest, handle: str) -> Access:
    access = enter(request, handle)
    access.require("newsletters.list")
    return access


def _find(access: Access, pk: int) -> ListImport:
    return get_object_or_404(queries.of_commons(access.commons), pk=pk)


def _out(one: ListImport) -> dict[str, Any]:
    report = queries.report(one, NAMED)
    row = {name: getattr(one, name) for name in ImportOut.model_fields if name != "id"}
    return {**row, "id": one.pk, "broken": report.broken, "unnamed": report.unnamed}


@router.post(LIST + "/list", response={200: ReportOut, 202: ReportOut}, auth=write)
def bring(
    request: HttpRequest,
    handle: str,
    given: Form[ImportIn],
    file: File[UploadedFile],
) -> Status[dict[str, Any]]:
    """Brings a CSV in, as multipart. A short one is on the list when this answers with 200; for a long one
    the answer is 202, and `/imports/{id}` tells how far it is."""
    access = _enter(request, handle)
    one = importing.bring(
        access.commons,
        file,
        ground=given.ground,
        language=given.language,
        confirm=given.confirm,
        by=access.actor,
    )
    return Status(202 if one.state == ImportState.GOING else 200, _out(one))


@router.get(IMPORTS, response=list[ImportOut], auth=read)
def list_imports(request: HttpRequest, handle: str) -> Any:
    """Those of the last month, newest first; at most a hundred."""
    return queries.of_commons(_enter(request, handle).commons)[:100]


@router.get(ONE, response=ReportOut, auth=read)
def read_import(request: HttpRequest, handle: str, pk: int) -> dict[str, Any]:
    """How far it is, and what came of it."""
    return _out(_find(_enter(request, handle), pk))


@router.get(ONE + "/refused", response=RefusedPage, auth=read)
def list_refused(
    request: HttpRequest, handle: str, pk: int, page: int = 1, per_page: int = 100
) -> dict[str, Any]:
    """Lines that could not be used, of which the first ten thousand are known; at most 500 a page."""
    rows = queries.refused(_find(_enter(request, handle), pk))
    current = Paginator(rows, max(1, min(per_page, 500))).get_page(page)
    items = [
        {"line": row.line, "address": row.address, "why": row.get_why_display()} for row in current
    ]
    return {"total": current.paginator.count, "page": current.number, "items": items}


@router.post(ONE + "/cancel", response=ReportOut, auth=write)
def cancel(request: HttpRequest, handle: str, pk: int) -> dict[str, Any]:
    """Stops it; who is on the list stays on it."""
    access = _enter(request, handle)
    one = _find(access, pk)
    importing.cancel(one, access.actor)
    return _out(one)
