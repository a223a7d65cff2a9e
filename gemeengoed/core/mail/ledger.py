"""The states of messages, committed around the dialogue with the relay.

'sending' is committed before the envelope goes, what came of it together with the next 'sending'. So after
a crash exactly those rows are in doubt that stand in 'sending' with a lease that ended: one a connection.
Two tables are kept this way: single messages and the copies of mailings.
"""

from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from .models import Copy, CopyState, Mailing, MailingState, MailState, OutgoingMessage

LEASE = timedelta(minutes=1)
"""How long a row is somebody's without a sign of life; whoever holds it longer renews it."""
UNKNOWN = "the work process ended before the mail server had answered"


@dataclass(frozen=True)
class Ledger:
    """A table, the column for what the relay said, whether that is kept when all went well, and what must
    hold besides for a row to be sent."""

    model: type[OutgoingMessage] | type[Copy]
    words: str
    keeps_reply: bool = False
    condition: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table


OUTBOX = Ledger(OutgoingMessage, "last_error")
COPIES = Ledger(
    Copy,
    "answer",
    keeps_reply=True,
    condition="AND EXISTS (SELECT 1 FROM mail_mailing m WHERE m.id = mailing_id AND m.state = 'running')",
)


class Letter(NamedTuple):
    """What goes over the line: return path, recipient, and the signed message as it is sent after DATA, with
    its dots stuffed and the dot that ends it."""

    sender: str
    recipient: str
    wire: bytes


class Waiting(NamedTuple):
    """A row that is to be sent. `compose` makes the message at the last moment; it raises ValueError when
    there is none to make."""

    ledger: Ledger
    pk: int
    attempts: int
    compose: Callable[[], Letter]
    mailing: int = 0


class Outcome(NamedTuple):
    """What came of one attempt. `next_try` is None when it will not be tried again."""

    row: Waiting
    state: str
    words: str = ""
    sent: datetime | None = None
    next_try: datetime | None = None
    doubts: int = 0


def reserved(rows: QuerySet, fields: Sequence[str], most: int, now: datetime) -> list[tuple]:
    """The number (pk) and `fields` of at most `most` of the waiting `rows` that nobody else prepares, held
    for a while. Their state does not change: after a crash they are in no doubt."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    due = rows.filter(free, state=MailState.WAITING, next_try__lte=now).order_by("next_try", "pk")
    with transaction.atomic():
        found = list(due.select_for_update(skip_locked=True).values_list("pk", *fields)[:most])
        if found:
            _lease(rows.model._meta.db_table, [pk for pk, *_ in found], now + LEASE)
    return found


def _lease(table: str, pks: Sequence[int], until: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET lease_until = %s WHERE id IN ({_marks(pks)})",  # noqa: S608
            [_adapted(until), *pks],
        )


def _marks(given: Sized) -> str:
    return ", ".join(["%s"] * len(given))


def claim(rows: Sequence[Waiting], now: datetime) -> list[Waiting]:
    """Turns 'waiting' into 'sending'; returns those that could. Written by hand: it is run for every few
    messages, and the ORM costs four times what SQLite itself does."""
    claimed: list[Waiting] = []
    for ledger in (OUTBOX, COPIES):
        theirs = {row.pk: row for row in rows if row.ledger is ledger}
        if not theirs:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {ledger.table} SET state = 'sending', attempts = attempts + 1, lease_until = %s"  # noqa: S608 - names of our own
                f" WHERE id IN ({_marks(theirs)}) AND state = 'waiting' {ledger.condition} RETURNING id",
                [_adapted(now + LEASE), *theirs],
            )
            claimed += [theirs[pk] for (pk,) in cursor.fetchall()]
    return claimed


def record(outcomes: Sequence[Outcome]) -> None:
    """Writes what came of attempts, in one statement what came of several. A row that somebody gave another
    state in the meantime keeps that."""
    for ledger in (OUTBOX, COPIES):
        alike: dict[tuple[Any, ...], list[Outcome]] = {}
        for outcome in outcomes:
            if outcome.row.ledger is ledger:
                alike.setdefault(outcome[1:], []).append(outcome)
        for theirs in alike.values():
            _record(ledger, theirs)


def _record(ledger: Ledger, alike: Sequence[Outcome]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ledger.table} SET state = %s, {ledger.words} = %s, sent = %s, lease_until = NULL,"  # noqa: S608
            " next_try = COALESCE(%s, next_try), doubts = doubts + %s"
            f" WHERE id IN ({_marks(alike)}) AND state IN ('sending', 'waiting')",
            [*_parameters(alike[0]), *(outcome.row.pk for outcome in alike)],
        )


def _parameters(outcome: Outcome) -> list[Any]:
    row, state, words, sent, next_try, doubts = outcome
    kept = words if row.ledger.keeps_reply or sent is None else ""
    return [str(state), kept[:300], _adapted(sent), _adapted(next_try), doubts]


@lru_cache(64)
def _adapted(moment: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def renew(rows: Sequence[Waiting], now: datetime) -> None:
    """A sign of life for rows that are held."""
    for ledger in (OUTBOX, COPIES):
        pks = [row.pk for row in rows if row.ledger is ledger]
        ledger.model.objects.filter(pk__in=pks, lease_until__isnull=False).update(
            lease_until=now + LEASE
        )


def release(rows: Sequence[Waiting]) -> None:
    """Lets go of rows that were prepared and not sent."""
    for ledger in (OUTBOX, COPIES):
        pks = [row.pk for row in rows if row.ledger is ledger]
        ledger.model.objects.filter(pk__in=pks, state=MailState.WAITING).update(lease_until=None)


def recover(now: datetime) -> int:
    """What a crash left in 'sending' waits again, in doubt; what was cancelled or erased meanwhile is not
    sent again. Returns how many rows that were."""
    left = Q(state=CopyState.SENDING, lease_until__lte=now)
    of_copies = Q(mailing__in=Mailing.objects.exclude(state=MailingState.DONE))
    cancelled = Mailing.objects.filter(state=MailingState.CANCELLED)
    unwanted = Q(recipient="") | Q(mailing__in=cancelled)
    found: dict[str, object] = {"lease_until": None, "doubts": F("doubts") + 1}
    again = {**found, "state": MailState.WAITING, "next_try": now}
    skipped = Copy.objects.filter(left & of_copies & unwanted).update(
        **found, state=CopyState.SKIPPED, answer=UNKNOWN
    )
    copies = Copy.objects.filter(left & of_copies).update(**again, answer=UNKNOWN)
    singles = OutgoingMessage.objects.filter(left).update(**again, last_error=UNKNOWN)
    return skipped + copies + singles
