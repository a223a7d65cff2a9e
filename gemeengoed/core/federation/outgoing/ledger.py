"""The states of deliveries, committed around the requests.

A lease is committed before a delivery goes, what came of it together with the next leases. So after a crash
exactly those are in doubt whose lease ended.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

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
_FIELDS = ("pk", "activity_id", "host_id", "inbox", "attempts", "created")
_TALLIES = {DeliveryState.SENT: SENT, DeliveryState.FAILED: FAILED, DeliveryState.WAITING: AGAIN}


def due(most: int, but: Collection[str], now: datetime) -> list[Parcel]:
    """What is due for other hosts than these, the longest due first."""
    waiting = Delivery.objects.filter(
        state=DeliveryState.WAITING, next_try__lte=now, lease_until__isnull=True
    )
    rows = waiting.exclude(host__in=but).order_by("next_try", "pk")
    return [Parcel(*row) for row in rows.values_list(*_FIELDS)[:most]]


def claim(parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
    """Those that nobody else took, now ours."""
    if not parcels:
        return []
    free = Delivery.objects.filter(
        pk__in=[parcel.pk for parcel in parcels],
        state=DeliveryState.WAITING,
        next_try__lte=now,
        lease_until__isnull=True,
    )
    pks = set(free.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=pks).update(lease_until=now + LEASE)
    return [parcel for parcel in parcels if parcel.pk in pks]


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
    adapt = connection.ops.adapt_datetimefield_value
    ended = {DeliveryState.FAILED: adapt(now)}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Delivery._meta.db_table} SET state = %s, last_error = %s, ended = %s,"  # noqa: S608 - our name
            " next_try = COALESCE(%s, next_try), doubts = doubts + %s, attempts = attempts + 1,"
            " lease_until = NULL WHERE id = %s AND state = 'waiting'",
            [
                (
                    one.state,
                    one.words[:300],
                    ended.get(DeliveryState(one.state)),
                    adapt(one.next_try),
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
