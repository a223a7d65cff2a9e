"""Which activities this process handles: claimed with a lease, given back, tried later, ended.

`next_try` of a claimed row is the end of its lease, so that the rows that are due are the first of one index.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from ..models import Received, ReceivedState, Tally
from .handling import Outcome

BATCH = 200
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
TRIED_FOR = timedelta(days=1)
_CLAIMS = "inbox_claims"
Rows = QuerySet[Received]


class LeaseLost(Exception):
    """Somebody else has handled it meanwhile: what was done in this transaction must not be."""


def claim(now: datetime) -> list[Received]:
    """At most `BATCH` rows that are due, oldest first, of actors of whom no process has any in hand."""
    with transaction.atomic():
        waiting = Received.objects.filter(state=ReceivedState.VERIFIED)
        if not waiting.filter(next_try__lte=now).exists():
            return []
        _one_at_a_time()
        leased = waiting.filter(next_try__gt=now, lease_until__gt=now)
        busy = set(leased.values_list("actor", flat=True))
        due = waiting.filter(next_try__lte=now).exclude(actor__in=busy)
        rows = list(due.order_by("next_try", "pk")[:BATCH])
        until = now + LEASE
        Received.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease_until=until, next_try=until, attempts=F("attempts") + 1
        )
    for row in rows:
        row.lease_until, row.attempts = until, row.attempts + 1
    return sorted(rows, key=lambda row: row.pk)


def _one_at_a_time() -> None:
    """Claims of several processes follow each other; SQLite has one writer anyway."""
    Tally.objects.bulk_create([Tally(name=_CLAIMS)], ignore_conflicts=True)
    Tally.objects.select_for_update().get(name=_CLAIMS)


def give_back(
    rows: Iterable[Received], now: datetime, wait: timedelta = timedelta(seconds=5)
) -> None:
    """They were not tried."""
    for lease, pks in _by_lease(rows).items():
        Received.objects.filter(pk__in=pks, lease_until=lease).update(
            lease_until=None, next_try=now + wait, attempts=F("attempts") - 1
        )


def try_later(row: Received, error: Exception, now: datetime) -> None:
    """Later each time; given up a day after it came."""
    gives_up = now - row.received > TRIED_FOR
    wait = min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT)
    Received.objects.filter(pk=row.pk, lease_until=row.lease_until).update(
        state=ReceivedState.FAILED if gives_up else ReceivedState.VERIFIED,
        processed=now if gives_up else None,
        next_try=now + wait,
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )


def end(ended: list[tuple[Received, Outcome]], now: datetime) -> None:
    """Inside the transaction in which they had their effect. Raises LeaseLost."""
    by_outcome: defaultdict[Outcome, list[Received]] = defaultdict(list)
    for row, outcome in ended:
        by_outcome[outcome].append(row)
    for (state, word), rows in by_outcome.items():
        for lease, pks in _by_lease(rows).items():
            held = Received.objects.filter(pk__in=pks, lease_until=lease)
            written = held.update(
                state=state,
                outcome=word[:30],
                body=b"",
                request={},
                processed=now,
                lease_until=None,
                last_error="",
            )
            if written != len(pks):
                raise LeaseLost


def _by_lease(rows: Iterable[Received]) -> dict[datetime | None, list[int]]:
    found: defaultdict[datetime | None, list[int]] = defaultdict(list)
    for row in rows:
        found[row.lease_until].append(row.pk)
    return found
