"""One run: over all hosts at once.

The thread of the job commits what came of deliveries together with which go next, and only then lets those
go; a loop beside it holds the requests (`posting`).
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils import timezone

from gemeengoed.core.jobs import ending

from . import hosts, ledger, outcomes
from .envelopes import Envelope, Envelopes
from .hosts import Circuit
from .outcomes import Came, Parcel
from .posting import Going, Line
from .room import room
from .supply import Supply

logger = logging.getLogger(__name__)

LONGEST_RUN = 180.0
"""Seconds after which a run makes room for other jobs and asks to be called again."""
PATIENCE = 3.0
"""Seconds that deliveries on their way get when the process is asked to end."""
_ROUTINE = 0.5
_TRIES = 5
"""Of a commit, while another holds the database; each waits as long as the database does."""


class Run:
    """Delivers until nothing is due or the time is up; `asked` says whether somebody woke it meanwhile."""

    def __init__(self, supply: Supply, asked: Callable[[], bool]) -> None:
        self._supply, self._asked = supply, asked
        self._envelopes = Envelopes()
        self._line = Line(2 * room().most, hosts.WIDE)
        self._until = time.monotonic() + LONGEST_RUN

    def go(self) -> bool:
        self._line.open()
        try:
            while self._step():
                pass
            self._let_finish()
        finally:
            self._write(self._line.stop())
        return bool(self._supply.size) and not ending.is_set()

    def _step(self) -> bool:
        """One turn; False when it is over, or nothing is left to do."""
        if ending.is_set() or time.monotonic() > self._until:
            return False
        came = self._line.answers(_ROUTINE) if self._supply.in_flight else []
        at_once = self._asked() or len(came) == self._supply.in_flight
        self._write(came, at_once=at_once, goes_on=True)
        return bool(self._supply.in_flight or self._supply.size)

    def _let_finish(self) -> None:
        """Waits for what is on its way; when the process ends not for long."""
        until = time.monotonic() + ledger.LEASE.total_seconds() / 2
        while self._supply.in_flight and time.monotonic() < until:
            if ending.is_set():
                until = min(until, time.monotonic() + PATIENCE)
            self._write(self._line.answers(_ROUTINE / 2))

    def _write(self, came: Sequence[Came], *, at_once: bool = False, goes_on: bool = False) -> None:
        """Commits what came together with what goes next; only then lets that go."""
        now = timezone.now()
        changed = self._supply.take_back(came, now)
        chosen: list[Parcel] = []
        if goes_on:
            self._supply.look(now, at_once=at_once)
            chosen = self._supply.take()
        if not came and not chosen:
            return
        envelopes = self._envelopes.of(parcel.activity for parcel in chosen)
        whole = [parcel for parcel in chosen if parcel.activity in envelopes]
        claimed = _committed(came, whole, changed, now)
        ours = {parcel.pk for parcel in claimed}
        self._supply.ended([parcel for parcel in chosen if parcel.pk not in ours])
        self._line.begin([self._going(parcel, envelopes[parcel.activity]) for parcel in claimed])

    def _going(self, parcel: Parcel, envelope: Envelope) -> Going:
        host = parcel.host
        return Going(parcel, envelope, self._supply.dialect(host), self._supply.keeps(host))


def _committed(
    came: Sequence[Came], chosen: Sequence[Parcel], changed: Sequence[Circuit], now: datetime
) -> list[Parcel]:
    """Those of the chosen that are ours now. What came is not lost when another holds the database long."""
    for _try in range(_TRIES - 1):
        try:
            return _commit(came, chosen, changed, now)
        except OperationalError:
            logger.warning("what came of %d deliveries cannot be written yet", len(came))
            time.sleep(_ROUTINE)
    return _commit(came, chosen, changed, now)


def _commit(
    came: Sequence[Came], chosen: Sequence[Parcel], changed: Sequence[Circuit], now: datetime
) -> list[Parcel]:
    with transaction.atomic():
        created = ledger.created(one.parcel for one in came if not one.answer.is_taken)
        came_of = [outcomes.outcome(one, created.get(one.parcel.pk), now) for one in came]
        ledger.record(came_of, now)
        ledger.gone((one.parcel.inbox for one in came if one.answer.status == 410), now)
        ledger.missing((one.parcel.inbox for one in came if one.answer.status == 404), now)
        hosts.write(changed, now)
        return ledger.claim(chosen, timezone.now())
