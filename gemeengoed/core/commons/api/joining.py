"""Invitation links of a commons, and taking back one's own application."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import enter, require_person
from gemeengoed.core.commons.models import JoinLink
from gemeengoed.core.commons.services import joining
from gemeengoed.core.people.api_auth import read, write

from .coming_in import come_in

router = Router(tags=["commons"])
MOST = 100
LARGEST = 2**63 - 1


class LinkIn(Schema):
    """For how many days, and how many people."""

    days: int = 14
    uses: int = 1


class LinkOut(Schema):
    id: int
    inviter: str
    expires: datetime
    uses_left: int


class NewLinkOut(LinkOut):
    """`link` is shown this once."""

    link: str


def _link(row: JoinLink) -> dict[str, Any]:
    return {
        "id": row.pk,
        "inviter": row.inviter.handle if row.inviter else "",
        "expires": row.expires,
        "uses_left": row.uses_left,
    }


@router.get("/commons/{handle}/links", response=list[LinkOut], auth=read)
def list_links(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    """Links that still work; those that end last come first, a hundred at most."""
    access, _person = come_in(request, handle, "commons.invite")
    rows = JoinLink.objects.filter(commons=access.commons, expires__gt=timezone.now())
    rows = rows.filter(revoked__isnull=True, uses_left__gt=0).select_related("inviter__actor")
    return [_link(row) for row in rows.order_by("-expires", "-pk")[:MOST]]


@router.post("/commons/{handle}/links", response={201: NewLinkOut}, auth=write)
def make_link(request: HttpRequest, handle: str, given: LinkIn) -> Status[dict[str, Any]]:
    """Makes a link with which people join."""
    access, person = come_in(request, handle, "commons.invite")
    row, token = joining.make_link(access.commons, person, given.days, given.uses)
    path = reverse("commons:by_link", args=[access.commons.handle, token])
    return Status(201, _link(row) | {"link": settings.BASE_URL + path})


@router.delete("/commons/{handle}/links/{number}", response={204: None}, auth=write)
def end_link(request: HttpRequest, handle: str, number: int) -> Status[None]:
    """The link no longer works."""
    access, person = come_in(request, handle, "commons.invite")
    joining.revoke_link(access.commons, min(max(number, 0), LARGEST), person)
    return Status(204, None)


@router.delete("/commons/{handle}/application", response={204: None}, auth=write)
def take_back_application(request: HttpRequest, handle: str) -> Status[None]:
    """Takes back your own application; nothing happens when there is none."""
    access = enter(request, handle)
    joining.withdraw(access.commons, require_person(request))
    return Status(204, None)
