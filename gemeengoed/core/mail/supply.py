"""What is to be sent next: single messages first, then the mailings in turn; composed and signed ahead."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from . import outbox, outcomes
from .ledger import Letter, Outcome, Waiting
from .mailings import running
from .mailings.filling import Filler
from .pace import Pace
from .signing import Signer

MOST = 400
"""Rows held at once: few enough to keep in memory, enough to ask the database seldom."""
_SECONDS_HELD = 20
_LOOK = 1.0
"""Seconds after which single messages are looked for again while a mailing goes out."""


class Supply:
    """`ready` are composed; `refused` are those of which no message could be made."""

    def __init__(self, pace: Pace, signers: Sequence[Signer]) -> None:
        self._pace, self._signers = pace, signers
        self._singles: deque[Waiting] = deque()
        self._rows: deque[Waiting] = deque()
        self._fillers: dict[int, Filler] = {}
        self._turns: deque[int] = deque()
        self._looked = self._asked = 0.0
        self._found_none = -_LOOK
        self.ready: deque[tuple[Waiting, Letter]] = deque()
        self.refused: list[Outcome] = []

    @property
    def held(self) -> list[Waiting]:
        """Rows that nobody else will take meanwhile."""
        return [*(row for row, _ in self.ready), *self._singles, *self._rows]

    @property
    def size(self) -> int:
        return len(self.ready) + len(self._singles) + len(self._rows)

    def look(self, *, at_once: bool = False) -> None:
        """Finds single messages, now and then, the oldest first, and no more than may be held; they go before
        all else."""
        if not at_once and time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        self._found_none = -_LOOK
        lacking = self._number() - len(self._singles)
        if lacking > 0:
            self._singles.extend(outbox.reserve(lacking, self._signers, timezone.now()))

    def prepare(self) -> bool:
        """Composes and signs one more; False when there is none."""
        if not self._singles and not self._rows and not self._refill():
            return False
        row = (self._singles or self._rows).popleft()
        try:
            self.ready.append((row, row.compose()))
        except ValueError as error:
            self.refused.append(outcomes.unusable(row, error))
        return True

    def take(self, number: int) -> list[tuple[Waiting, Letter]]:
        return [self.ready.popleft() for _ in range(number)]

    def _number(self) -> int:
        if not self._pace.rate:
            return MOST
        return max(1, min(MOST, int(self._pace.rate * _SECONDS_HELD)))

    def _refill(self) -> bool:
        """Copies of the mailing whose turn it is."""
        if time.monotonic() - self._found_none < _LOOK:
            return False
        now = timezone.now()
        if self._pace.is_quiet(timezone.localtime(now)):
            return False
        for mailing in self._in_turn(now):
            self._rows.extend(self._of(mailing, now))
            if self._rows:
                return True
        self._found_none = time.monotonic()
        return False

    def _in_turn(self, now: datetime) -> Iterator[int]:
        """Mailings that are due, beginning after the one that had its turn; asked for now and then."""
        if time.monotonic() - self._asked >= _LOOK or not self._turns:
            self._asked = time.monotonic()
            due = running.due(now)
            kept = [mailing for mailing in self._turns if mailing in due]
            self._turns = deque([*kept, *(one for one in due if one not in kept)])
        for _number in range(len(self._turns)):
            self._turns.rotate(-1)
            yield self._turns[-1]

    def _of(self, mailing: int, now: datetime) -> list[Waiting]:
        if mailing not in self._fillers:
            self._fillers[mailing] = running.filler(mailing)
        filler = self._fillers[mailing]
        return running.reserve(mailing, filler, self._number(), self._signers, now)
