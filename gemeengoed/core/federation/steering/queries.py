"""What operators see of other servers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from gemeengoed.core.jobs.backlog import Backlog
from gemeengoed.core.registry import Words

from ..models import (
    Delivery,
    DeliveryState,
    Follower,
    FollowState,
    Host,
    Measure,
    OutgoingActivity,
    Received,
    ReceivedState,
    Refused,
    RemoteActor,
    RemoteObject,
    Report,
)
from . import why

DAYS = 14
FAILING, BLOCKED = "failing", "blocked"
IS_FAILING = Q(failing_since__isnull=False) | Q(given_up__isnull=False)
IS_BLOCKED = ~Q(measure=Measure.NONE) | Q(reject_media=True)
_ACCEPTED = [ReceivedState.VERIFIED, ReceivedState.DONE, ReceivedState.FAILED]


@dataclass(frozen=True)
class Line:
    """One server in the list."""

    host: Host
    people: int
    followers: int
    waiting: int


@dataclass(frozen=True)
class Day:
    day: date
    accepted: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Server:
    """One server for its page. `backlog` is what waits to go there; `refused` pairs of words and number, and
    `days` the last fourteen, oldest first."""

    host: Host
    followers: int
    backlog: Backlog
    next_try: datetime | None
    fails: Words
    refused: list[tuple[Words, int]] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)


def hosts(asked: str = "", only: str = "") -> QuerySet[Host]:
    """By name; those that fail longest first when only these are asked for."""
    rows = Host.objects.order_by("name")
    if asked:
        rows = rows.filter(name__contains=asked.lower())
    if only == FAILING:
        return rows.filter(IS_FAILING).order_by("failing_since", "name")
    return rows.filter(IS_BLOCKED) if only == BLOCKED else rows


def lines(rows: Iterable[Host]) -> list[Line]:
    """With their figures, in three queries for all of them."""
    found = list(rows)
    names = [host.name for host in found]
    people = _by_host(RemoteActor.objects.filter(host__in=names), "host")
    accepted = Follower.objects.filter(state=FollowState.ACCEPTED, remote__host__in=names)
    followers = _by_host(accepted, "remote__host")
    waiting = _by_host(_waiting().filter(host__in=names), "host")
    return [
        Line(host, people.get(host.name, 0), followers.get(host.name, 0), waiting.get(host.name, 0))
        for host in found
    ]


def _by_host(rows: QuerySet[Any], path: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(path).annotate(Count("pk")))


def _waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.WAITING)


def server(host: Host) -> Server:
    """Five queries."""
    waiting = _waiting().filter(host=host)
    figures = waiting.aggregate(
        waiting=Count("pk"), oldest=Min("created"), next_try=Min("next_try")
    )
    next_try = figures.pop("next_try")
    failed = Delivery.objects.filter(host=host, state=DeliveryState.FAILED).count()
    accepted = Follower.objects.filter(state=FollowState.ACCEPTED, remote__host=host)
    refused = _refused(host)
    return Server(
        host=host,
        followers=accepted.count(),
        backlog=Backlog(**figures, failed=failed, last_error=host.last_error),
        next_try=max(filter(None, (next_try, host.open_until)), default=None),
        fails=why.fails(host.last_error),
        refused=_by_reason(refused),
        days=_days(host, refused),
    )


def _first_day() -> date:
    return timezone.now().date() - timedelta(days=DAYS - 1)


def _refused(host: Host) -> list[tuple[date, str, int]]:
    rows = Refused.objects.filter(host=host.name, day__gte=_first_day())
    return list(rows.values_list("day", "reason", "number"))


def _by_reason(refused: list[tuple[date, str, int]]) -> list[tuple[Words, int]]:
    """The most frequent first; reasons that read the same are one."""
    numbers: dict[str, int] = {}
    for _day, reason, number in refused:
        words = str(why.refused(reason))
        numbers[words] = numbers.get(words, 0) + number
    return sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))


def _days(host: Host, refused: list[tuple[date, str, int]]) -> list[Day]:
    """Days are those of UTC, as the counts of what was refused are."""
    first = _first_day()
    since = datetime.combine(first, datetime.min.time(), UTC)
    rows = Received.objects.filter(host=host.name, state__in=_ACCEPTED, received__gte=since)
    by_day = rows.order_by().values_list(TruncDate("received", tzinfo=UTC)).annotate(Count("pk"))
    accepted = dict(by_day)
    rejected: dict[date, int] = {}
    for day, _reason, number in refused:
        rejected[day] = rejected.get(day, 0) + number
    all_days = (first + timedelta(days=number) for number in range(DAYS))
    return [Day(day, accepted.get(day, 0), rejected.get(day, 0)) for day in all_days]


def people(host: Host) -> QuerySet[RemoteActor]:
    """Who is known from there, with `followed`: how many here they follow."""
    accepted = Count("follows", filter=Q(follows__state=FollowState.ACCEPTED))
    return host.actors.annotate(followed=accepted).order_by("username", "pk")


def said_by(person: RemoteActor) -> QuerySet[RemoteObject]:
    return person.said.order_by("-published", "-pk")


def reports(*, handled: bool = False) -> QuerySet[Report]:
    """Newest first; those that nobody has seen to, unless `handled`."""
    rows = Report.objects.select_related("remote__host", "commons").order_by("-pk")
    return rows.filter(handled__isnull=not handled)


def said_about(uris: Iterable[str]) -> dict[str, RemoteObject]:
    """Of these ids those that somebody elsewhere said."""
    found = RemoteObject.objects.filter(uri__in=list(uris)).select_related("author__host")
    return {row.uri: row for row in found}


def inbox_unverified() -> Backlog:
    """What waits for a key to be fetched."""
    return _inbox(ReceivedState.UNVERIFIED)


def inbox_verified() -> Backlog:
    """What waits to be processed; failed is what could not be."""
    return _inbox(ReceivedState.VERIFIED, ReceivedState.FAILED)


def _inbox(state: ReceivedState, failed: ReceivedState | None = None) -> Backlog:
    rows = Received.objects.filter(state=state)
    figures = rows.aggregate(waiting=Count("pk"), oldest=Min("received"))
    troubled = rows.exclude(last_error="").order_by("-pk")
    error = troubled.values_list("last_error", flat=True).first() or ""
    since = timezone.now() - timedelta(days=1)
    ended = Received.objects.filter(state=failed, processed__gte=since) if failed else None
    return Backlog(**figures, failed=ended.count() if ended is not None else 0, last_error=error)


def spreading() -> Backlog:
    """Activities whose deliveries are still to be written."""
    rows = OutgoingActivity.objects.filter(spread__isnull=True)
    return Backlog(**rows.aggregate(waiting=Count("pk"), oldest=Min("created")))


def deliveries() -> Backlog:
    """What is due to go out and does not yet: what waits for a server that fails is no backlog of ours, and
    stands at that server. Failed are those given up in the last day."""
    due = _waiting().filter(next_try__lte=timezone.now())
    figures = due.aggregate(waiting=Count("pk"), oldest=Min("next_try"))
    since = timezone.now() - timedelta(days=1)
    ended = Delivery.objects.filter(ended__gte=since, state=DeliveryState.FAILED)
    troubled = Host.objects.exclude(last_error="").order_by("-failing_since")
    error = troubled.values_list("last_error", flat=True).first()
    return Backlog(**figures, failed=ended.count(), last_error=error or "")


def delayed() -> Backlog:
    """What waits for its next try at a server that failed."""
    later = _waiting().filter(next_try__gt=timezone.now())
    return Backlog(**later.aggregate(waiting=Count("pk"), oldest=Min("created")))


def refused_lately(reason: str) -> tuple[int, int]:
    """(requests refused for `reason` since yesterday, servers they say to come from)."""
    since = timezone.now().date() - timedelta(days=1)
    rows = Refused.objects.filter(day__gte=since, reason=reason).exclude(host="")
    found = rows.aggregate(number=Sum("number"), hosts=Count("host", distinct=True))
    return found["number"] or 0, found["hosts"]
