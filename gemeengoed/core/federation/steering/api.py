"""Other servers, for operators, in the API."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from gemeengoed.core.people.api_auth import read, write
from gemeengoed.core.people.permissions import require

from ..models import Host, RemoteActor, RemoteObject, Report
from . import acting, measures, objects, queries
from .views import MEASURE, MODERATE, SEE

router = Router(tags=["server"])
MOST = 100
LARGEST = 2**63 - 1


class ReasonIn(Schema):
    """Everybody can read it in the public log; not needed to try again."""

    reason: str = ""


class ServerOut(Schema):
    """`measure`: '', 'silence' or 'suspend'."""

    name: str
    measure: str
    reject_media: bool
    failing_since: datetime | None
    given_up: datetime | None
    last_error: str
    heard: datetime | None
    delivered: datetime | None


class DayOut(Schema):
    day: str
    accepted: int
    refused: int


class ServerDetailsOut(ServerOut):
    """`waiting`: deliveries that wait to go there; `days` the last fourteen."""

    followers: int
    waiting: int
    oldest: datetime | None
    next_try: datetime | None
    days: list[DayOut]


class PersonOut(Schema):
    id: int
    uri: str
    address: str
    name: str
    measure: str


class SaidOut(Schema):
    """`hidden`: an operator took it from view; `gone`: it was removed, here or there."""

    id: int
    uri: str
    about: str
    plain: str
    hidden: datetime | None
    gone: datetime | None


class ReportOut(Schema):
    """`objects_named`: addresses of what it is about."""

    id: int
    sender: str
    words: str
    objects_named: list[str]
    created: datetime
    handled: datetime | None


@router.get("/server/other-servers", response=list[ServerOut], auth=read)
def servers(
    request: HttpRequest,
    asked: str = "",
    only: Literal["", "failing", "blocked"] = "",
    after: str = "",
) -> list[Host]:
    """The first hundred by name, or those behind `after`. For operators."""
    require(request, SEE)
    return list(queries.hosts(asked, only).filter(name__gt=after).order_by("name")[:MOST])


@router.get("/server/other-servers/{name}", response=ServerDetailsOut, auth=read)
def server(request: HttpRequest, name: str) -> dict[str, Any]:
    """For operators."""
    require(request, SEE)
    shown = queries.server(get_object_or_404(Host, name=name))
    days = [{**vars(day), "day": day.day.isoformat()} for day in shown.days]
    return {
        **ServerOut.from_orm(shown.host).dict(),
        "followers": shown.followers,
        "waiting": shown.backlog.waiting,
        "oldest": shown.backlog.oldest,
        "next_try": shown.next_try,
        "days": days,
    }


@router.get("/server/other-servers/{name}/people", response=list[PersonOut], auth=read)
def people(request: HttpRequest, name: str, after: int = 0) -> list[RemoteActor]:
    """A hundred of those known from there, from the id after `after`. For operators."""
    require(request, SEE)
    host = get_object_or_404(Host, name=name)
    return list(host.actors.filter(pk__gt=min(max(after, 0), LARGEST)).order_by("pk")[:MOST])


@router.post("/server/other-servers/{name}/{verb}", response=ServerOut, auth=write)
def server_act(
    request: HttpRequest,
    name: str,
    verb: Literal["again", "silence", "suspend", "lift", "reject-media", "accept-media"],
    given: ReasonIn,
) -> Host:
    """Sets or lifts a measure, also on a server that was never heard of; 'again' tries what waits for it now.
    For operators."""
    operator = require(request, MEASURE)
    host = Host.objects.filter(name=name).first() or measures.known_host(name)
    acting.SERVER[verb](operator.actor, host, given.reason)
    host.refresh_from_db()
    return host


@router.get("/server/other-people/{pk}/words", response=list[SaidOut], auth=read)
def said(request: HttpRequest, pk: int, before: int = LARGEST) -> list[RemoteObject]:
    """The newest hundred that somebody elsewhere said here, or those older. For operators."""
    require(request, SEE)
    who = get_object_or_404(RemoteActor, pk=min(max(pk, 0), LARGEST))
    return list(who.said.filter(pk__lt=min(max(before, 0), LARGEST)).order_by("-pk")[:MOST])


@router.post("/server/other-people/{pk}/{verb}", response=PersonOut, auth=write)
def person_act(
    request: HttpRequest, pk: int, verb: Literal["silence", "suspend", "lift"], given: ReasonIn
) -> RemoteActor:
    """Sets or lifts a measure on somebody elsewhere. For operators."""
    operator = require(request, MEASURE)
    who = get_object_or_404(RemoteActor, pk=min(max(pk, 0), LARGEST))
    acting.PERSON[verb](operator.actor, who, given.reason)
    who.refresh_from_db()
    return who


@router.post("/server/other-words/{pk}/{verb}", response=SaidOut, auth=write)
def said_act(
    request: HttpRequest, pk: int, verb: Literal["hide", "show", "remove"], given: ReasonIn
) -> RemoteObject:
    """Hides from readers, shows again, or removes for good. For operators."""
    operator = require(request, MODERATE)
    thing = get_object_or_404(RemoteObject, pk=min(max(pk, 0), LARGEST))
    return objects.act(operator.actor, thing, verb, given.reason)


def _report(row: Report) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in ("words", "objects_named", "created", "handled")}
    return {"id": row.pk, "sender": row.remote.address, **kept}


@router.get("/server/reports", response=list[ReportOut], auth=read)
def reports(
    request: HttpRequest, handled: bool = False, before: int = LARGEST
) -> list[dict[str, Any]]:
    """The newest hundred that nobody has seen to, or those `handled`. For operators."""
    require(request, SEE)
    rows = queries.reports(handled=handled).filter(pk__lt=min(max(before, 0), LARGEST))
    return [_report(row) for row in rows[:MOST]]


@router.post("/server/reports/{pk}/seen", response=ReportOut, auth=write)
def report_seen(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Notes that somebody has seen to it. For operators."""
    operator = require(request, MODERATE)
    row = get_object_or_404(Report.objects.select_related("remote"), pk=min(max(pk, 0), LARGEST))
    objects.see_to(operator.actor, row)
    row.refresh_from_db(fields=["handled"])
    return _report(row)
