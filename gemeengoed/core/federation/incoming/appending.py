"""Writing down what came in, durably, many at a time.

Each thread hands in its row and waits until it is committed. One of them writes all that is there at that
moment in one transaction; meanwhile the next ones gather. So a commit is shared by as many as wait for it,
and nobody waits longer than two commits.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gemeengoed.core.database import durable
from gemeengoed.core.jobs import wake

from .. import tallies
from ..models import Received
from .processing import process
from .verifying import verify

ACCEPTED = "inbox_accepted"
LARGEST = 200
"""Rows of one commit."""
PATIENCE = 30.0
EVERY = 0.2
"""Seconds between two wake-ups of the same jobs."""


@dataclass
class _Slot:
    row: Received
    turn: threading.Event = field(default_factory=threading.Event)
    is_written: bool = False
    error: Exception | None = None


class _Group:
    """Those who wait to be written. The first writes for all, then the first of the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Slot] = []
        self._is_writing = False

    def append(self, row: Received) -> None:
        slot = _Slot(row)
        with self._lock:
            self._waiting.append(slot)
            writes = not self._is_writing
            self._is_writing = True
        if not writes:
            if not slot.turn.wait(PATIENCE):
                raise TimeoutError("the database takes too long")
            writes = not slot.is_written and slot.error is None
        if writes:
            self._write()
        if slot.error is not None:
            raise slot.error

    def _write(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
        error: Exception | None = None
        try:
            _commit([slot.row for slot in batch])
        except Exception as failure:  # whoever handed in is told
            error = failure
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._is_writing = following is not None
        for slot in batch:
            slot.is_written, slot.error = error is None, error
            slot.turn.set()
        if following is not None:
            following.turn.set()


_group = _Group()


def append(row: Received) -> None:
    """Returns when `row` is committed, or one with the same `uri` was there before. Raises what the database
    raises: then it is not accepted."""
    _group.append(row)


def _commit(rows: list[Received]) -> None:
    with durable.on_disk():
        Received.objects.bulk_create(rows, ignore_conflicts=True)
        tallies.add(ACCEPTED, len(rows))
    _wakers[any(row.state == "unverified" for row in rows)].soon()


class _Waker:
    """Wakes jobs, but not for each row: one that was woken looks again for what came a moment later
    (`processing.LINGER`, which is longer than `EVERY`)."""

    def __init__(self, *jobs: Callable[..., None]) -> None:
        self._jobs = jobs
        self._last = -EVERY

    def soon(self) -> None:
        now = time.monotonic()
        if now - self._last < EVERY:
            return
        self._last = now
        for job in self._jobs:
            wake(job)


_wakers = {False: _Waker(process), True: _Waker(process, verify)}
