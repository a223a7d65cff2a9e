"""The charter and its versions."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.models import CharterVersion
from gemeengoed.core.commons.services.charter import CharterMovedError, save_charter
from gemeengoed.core.people.api_auth import anybody, write

from .coming_in import Problem, come_in

router = Router(tags=["charter"])
Answers = dict[str, dict[str, str]]


class VersionOut(Schema):
    number: int
    author: str
    reason: str
    created: str


class CharterOut(VersionOut):
    answers: Answers


class CharterIn(Schema):
    """`based_on` is the number of the version that was read (0 when there was none)."""

    answers: Answers
    reason: str
    based_on: int


class Moved(Problem):
    latest: CharterOut


def _version(row: CharterVersion) -> dict[str, Any]:
    return {
        "number": row.number,
        "author": row.author.handle if row.author else "",
        "reason": row.reason,
        "created": row.created.isoformat(),
    }


def _charter(row: CharterVersion | None) -> dict[str, Any]:
    if row is None:
        raise Http404
    return _version(row) | {"answers": row.answers}


@router.get(
    "/commons/{handle}/charter", response=CharterOut, auth=anybody, summary="What holds now"
)
def read_charter(request: HttpRequest, handle: str) -> dict[str, Any]:
    return _charter(queries.latest_charter(enter(request, handle).commons))


@router.get("/commons/{handle}/charter/versions", response=list[VersionOut], auth=anybody)
def list_versions(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    commons = enter(request, handle).commons
    rows = CharterVersion.objects.filter(commons=commons).select_related("author")
    return [_version(row) for row in rows.defer("answers")]


@router.get("/commons/{handle}/charter/versions/{number}", response=CharterOut, auth=anybody)
def read_version(request: HttpRequest, handle: str, number: int) -> dict[str, Any]:
    commons = enter(request, handle).commons
    rows = CharterVersion.objects.filter(commons=commons, number=number)
    return _charter(rows.select_related("author").first())


@router.post(
    "/commons/{handle}/charter/versions", response={201: CharterOut, 409: Moved}, auth=write
)
def make_version(request: HttpRequest, handle: str, given: CharterIn) -> Status[dict[str, Any]]:
    """Status 409 with the latest version when somebody else was first."""
    access, person = come_in(request, handle, "commons.change_charter")
    try:
        row = save_charter(
            access.commons, given.answers, person, reason=given.reason, based_on=given.based_on
        )
    except CharterMovedError as moved:
        why = _("Somebody changed the charter in the meantime.")
        return Status(409, {"detail": why, "latest": _charter(moved.latest)})
    return Status(201, _charter(row))
