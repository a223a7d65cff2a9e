"""Members and applications."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.commons.models import Application, Membership
from gemeengoed.core.commons.services import joining, membership
from gemeengoed.core.people.api_auth import anybody, read, write
from gemeengoed.core.people.models import Person

from .coming_in import come_in, paged

router = Router(tags=["members"])


class MemberOut(Schema):
    handle: str
    name: str
    role: str
    joined: str
    url: str


class MemberPage(Schema):
    items: list[MemberOut]
    count: int
    page: int
    pages: int


class JoinIn(Schema):
    """`token` of an invitation link, or `words` for an application; nothing where all may join."""

    token: str = ""
    words: str = ""


class JoinOut(Schema):
    state: str
    """'member', or 'waiting' for an answer to an application."""


class RoleIn(Schema):
    role: str


class ReasonIn(Schema):
    reason: str


class ApplicationOut(Schema):
    id: int
    handle: str
    name: str
    words: str
    created: str


def _member(row: Membership) -> dict[str, Any]:
    return {
        "handle": row.person.handle,
        "name": row.person.name,
        "role": row.role,
        "joined": row.joined.isoformat(),
        "url": row.person.get_absolute_url(),
    }


@router.get("/commons/{handle}/members", response=MemberPage, auth=anybody, summary="Members")
def list_members(
    request: HttpRequest, handle: str, page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """Stewards and editors for everybody; all members for members."""
    access = enter(request, handle)
    sees_all = access.may("commons.see_members")
    rows = queries.members(access.commons) if sees_all else queries.public_members(access.commons)
    return paged(rows, page, per_page, _member)


@router.post("/commons/{handle}/join", response=JoinOut, auth=write, summary="Join, or ask to")
def join(request: HttpRequest, handle: str, given: JoinIn) -> dict[str, str]:
    access, person = enter(request, handle), require_person(request)
    if given.token:
        joining.join_by_link(access.commons, given.token, person)
    elif access.commons.joining == "application":
        joining.apply(access.commons, person, given.words)
        return {"state": "waiting"}
    else:
        joining.join(access.commons, person)
    return {"state": "member"}


@router.post("/commons/{handle}/leave", response={204: None}, auth=write, summary="Leave")
def leave(request: HttpRequest, handle: str) -> Status[None]:
    access, person = come_in(request, handle, "commons.leave")
    membership.leave(access.commons, person)
    return Status(204, None)


def _person(access: Access, name: str) -> Person:
    rows = Person.objects.select_related("actor").filter(memberships__commons=access.commons)
    found = rows.filter(username=name).first()
    if found is None:
        raise Http404
    return found


@router.patch("/commons/{handle}/members/{name}", response=MemberOut, auth=write, summary="Role")
def change_role(request: HttpRequest, handle: str, name: str, given: RoleIn) -> dict[str, Any]:
    access, by = come_in(request, handle, "commons.change_roles")
    person = _person(access, name)
    return _member(membership.change_role(access.commons, person, given.role, by))


@router.post("/commons/{handle}/members/{name}/remove", response={204: None}, auth=write)
def remove(request: HttpRequest, handle: str, name: str, given: ReasonIn) -> Status[None]:
    """Ends a membership; the reason is required."""
    access, by = come_in(request, handle, "commons.remove_member")
    membership.remove_member(access.commons, _person(access, name), given.reason, by)
    return Status(204, None)


def _application(row: Application) -> dict[str, Any]:
    return {
        "id": row.pk,
        "handle": row.person.handle,
        "name": row.person.name,
        "words": row.words,
        "created": row.created.isoformat(),
    }


@router.get("/commons/{handle}/applications", response=list[ApplicationOut], auth=read)
def list_applications(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    access, _by = come_in(request, handle, "commons.answer_applications")
    return [_application(row) for row in queries.applications(access.commons)[:100]]


@router.post("/commons/{handle}/applications/{number}/accept", response=MemberOut, auth=write)
def accept(request: HttpRequest, handle: str, number: int) -> dict[str, Any]:
    access, by = come_in(request, handle, "commons.answer_applications")
    return _member(joining.accept(access.commons, number, by))


@router.post("/commons/{handle}/applications/{number}/decline", response={204: None}, auth=write)
def decline(request: HttpRequest, handle: str, number: int, given: ReasonIn) -> Status[None]:
    access, by = come_in(request, handle, "commons.answer_applications")
    joining.decline(access.commons, number, given.reason, by)
    return Status(204, None)
