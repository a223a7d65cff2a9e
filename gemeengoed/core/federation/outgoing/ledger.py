"""The states of deliveries, committed around the requests.

A lease is committed before a delivery goes, what came of it together with the next leases. So after a crash
exactly those are in doubt whose lease ended.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q

from .. import tallies
from ..models import Delivery, DeliveryState, Follower, RemoteActor
from .outcomes import Outcome, Parcel

LEASE = timedelta(minutes=2)
"""Longer than a request in both dialects may take."""
LOST = "the process that delivered it ended before the host had answered"
SENT, FAILED, AGAIN, DOUBTED = (
    "deliveries_sent", "deliveries_failed", "deliveries_put_off", "deliveries_in_doubt"
)  # fmt: skip
_TABLE = Delivery._meta.db_table
_TALLIES = {DeliveryState.SENT: SENT, DeliveryState.FAILED: FAILED, DeliveryState.WAITING: AGAIN}


def due(
    most: int, but: Sequence[str], after: tuple[Any, int] | None, now: datetime
) -> list[Parcel]:
    """What is due for other hosts than these, the longest due first, beginning `after` the place of another.
    By hand, as `claim`: for each row the ORM costs ten times what the database does."""
    where, values = "", [_adapted(now)]
    if but:
        where, values = f" AND host_id NOT IN ({_marks(but)})", [*values, *but]
    if after is not None:
        where, values = f"{where} AND (next_try, id) > (%s, %s)", [*values, *after]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, activity_id, host_id, inbox, attempts, next_try FROM {_TABLE}"  # noqa: S608 - our names
            f" WHERE state = 'waiting' AND lease_until IS NULL AND next_try <= %s{where}"
            " ORDER BY next_try, id LIMIT %s",
            [*values, most],
        )
        return [
            Parcel(pk, activity, host, inbox, attempts, (next_try, pk))
            for pk, activity, host, inbox, attempts, next_try in cursor.fetchall()
        ]


def claim(parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
    """Those that nobody else took, now ours."""
    if not parcels:
        return []
    can_skip = connection.features.has_select_for_update_skip_locked
    skip = " FOR UPDATE SKIP LOCKED" if can_skip else ""
    pks = sorted(parcel.pk for parcel in parcels)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} SET lease_until = %s WHERE id IN (SELECT id FROM {_TABLE}"  # noqa: S608 - our names
            f" WHERE id IN ({_marks(pks)}) AND state = 'waiting' AND lease_until IS NULL"
            f" AND next_try <= %s{skip}) RETURNING id",
            [_adapted(now + LEASE), *pks, _adapted(now)],
        )
        ours = {pk for (pk,) in cursor.fetchall()}
    return [parcel for parcel in parcels if parcel.pk in ours]


def created(parcels: Iterable[Parcel]) -> dict[int, datetime]:
    """When these were to be delivered first."""
    pks = [parcel.pk for parcel in parcels]
    return dict(Delivery.objects.filter(pk__in=pks).values_list("pk", "created")) if pks else {}


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _adapted(moment: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def record(outcomes: Sequence[Outcome], now: datetime) -> None:
    """What came of attempts, in few statements however many there are."""
    if not outcomes:
        return
    sent = [one.parcel.pk for one in outcomes if one.state == DeliveryState.SENT]
    if sent:
        Delivery.objects.filter(pk__in=sorted(sent)).update(
            state=DeliveryState.SENT,
            ended=now,
            attempts=F("attempts") + 1,
            lease_until=None,
            last_error="",
        )
    _record_others([one for one in outcomes if one.state != DeliveryState.SENT], now)
    for state, name in sorted(_TALLIES.items()):
        number = sum(one.state == state for one in outcomes)
        if number:
            tallies.add(name, number)
    doubts = sum(one.doubts for one in outcomes)
    if doubts:
        tallies.add(DOUBTED, doubts)


def _record_others(outcomes: Sequence[Outcome], now: datetime) -> None:
    ended = {DeliveryState.FAILED: _adapted(now)}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_TABLE} SET state = %s, last_error = %s, ended = %s,"  # noqa: S608 - our name
            " next_try = COALESCE(%s, next_try), doubts = doubts + %s, attempts = attempts + 1,"
            " lease_until = NULL WHERE id = %s AND state = 'waiting'",
            [
                (
                    one.state,
                    one.words[:300],
                    ended.get(DeliveryState(one.state)),
                    _adapted(one.next_try),
                    one.doubts,
                    one.parcel.pk,
                )
                for one in sorted(outcomes, key=lambda one: one.parcel.pk)
            ],
        )


def recover(now: datetime) -> int:
    """What a crash left waits again, in doubt; how many there were."""
    left = Delivery.objects.filter(
        state=DeliveryState.WAITING, next_try__lte=now, lease_until__lte=now
    )
    number = left.update(lease_until=None, doubts=F("doubts") + 1, last_error=LOST)
    if number:
        tallies.add(DOUBTED, number)
    return number


def gone(inboxes: Iterable[str], now: datetime) -> None:
    """These inboxes were there and are no more (410): nobody behind them follows any longer."""
    for inbox in sorted(set(inboxes)):
        behind = RemoteActor.objects.filter(Q(inbox=inbox) | Q(shared_inbox=inbox))
        Follower.objects.filter(remote__in=behind).delete()
        behind.filter(inbox=inbox).update(gone=now)


def missing(inboxes: Iterable[str], now: datetime) -> None:
    """There is nothing at these addresses (404). Behind a shared inbox everybody has one of their own; who
    has no other is asked no more, until their server says something of them."""
    for inbox in sorted(set(inboxes)):
        RemoteActor.objects.filter(shared_inbox=inbox).exclude(inbox=inbox).update(shared_inbox="")
        RemoteActor.objects.filter(inbox=inbox, gone__isnull=True).update(gone=now)
