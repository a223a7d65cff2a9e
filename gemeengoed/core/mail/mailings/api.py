"""What goes to many, in the API: `/mailings`. For operators."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from gemeengoed.core.people.api_auth import read, write
from gemeengoed.core.people.permissions import require

from .. import holding
from ..models import Mailing
from . import queries, services

router = Router(tags=["mail"])


class MailingOut(Schema):
    """`tally` counts the copies in each state; `doubled` of them may have arrived twice. `why` says why it
    was cancelled, or why the server itself paused it."""

    number: int
    reference: str
    subject: str
    state: str
    created: datetime
    not_before: datetime
    ended: datetime | None
    why: str
    tally: dict[str, int]


class MailingPage(Schema):
    total: int
    page: int
    items: list[MailingOut]


class Held(Schema):
    """`since`: the moment of a restore, after which nothing goes out until an operator says so."""

    since: datetime | None


class Why(Schema):
    why: str = ""


def _out(mailing: Mailing) -> dict[str, Any]:
    names = ("reference", "state", "created", "not_before", "ended", "why")
    return {
        **{name: getattr(mailing, name) for name in names},
        "number": mailing.pk,
        "subject": queries.subject(mailing),
        "tally": vars(queries.tally(mailing)),
    }


@router.get("/mailings", response=MailingPage, auth=read)
def list_mailings(request: HttpRequest, page: int = 1, per_page: int = 25) -> dict[str, Any]:
    """The newest first; at most 100 a page."""
    require(request, "mail.see_kept")
    current = Paginator(queries.listed(), max(1, min(per_page, 100))).get_page(page)
    return {
        "total": current.paginator.count,
        "page": current.number,
        "items": [_out(mailing) for mailing in current],
    }


@router.get("/mailings/held", response=Held, auth=read)
def held(request: HttpRequest) -> dict[str, Any]:
    require(request, "mail.see_kept")
    return {"since": holding.since()}


@router.post("/mailings/let-go", response=Held, auth=write)
def let_go(request: HttpRequest) -> dict[str, Any]:
    """After a restore: what waits may go."""
    require(request, "mail.steer")
    services.let_go()
    return {"since": None}


@router.post("/mailings/{number}/pause", response=MailingOut, auth=write)
def pause(request: HttpRequest, number: int) -> dict[str, Any]:
    """Nothing more goes out, except what is being sent at this moment."""
    return _turned(services.pause(mailing := _found(request, number)), mailing)


@router.post("/mailings/{number}/resume", response=MailingOut, auth=write)
def resume(request: HttpRequest, number: int) -> dict[str, Any]:
    return _turned(services.resume(mailing := _found(request, number)), mailing)


@router.post("/mailings/{number}/cancel", response=MailingOut, auth=write)
def cancel(request: HttpRequest, number: int, given: Why) -> dict[str, Any]:
    """Who has not got it will not."""
    mailing = _found(request, number)
    why = given.why or _("An operator of the server cancelled it.")
    return _turned(services.cancel(mailing, why) > 0, mailing)


def _found(request: HttpRequest, number: int) -> Mailing:
    require(request, "mail.steer")
    return Mailing.objects.get(pk=number)


def _turned(turned: bool, mailing: Mailing) -> dict[str, Any]:
    if not turned:
        raise ValidationError(_("It had come too far for that: look at how it stands now."))
    return _out(mailing)
