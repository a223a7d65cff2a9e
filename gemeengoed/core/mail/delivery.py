"""Handing mail to the relay, exactly accounted (docs/decisions/0020-mail-and-letters.md).

One thread serves all connections: it signs ahead while they wait, commits what was answered together with
what goes next, and only then begins that.
"""

import logging
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gemeengoed.core.jobs import ending, job, wake
from gemeengoed.core.jobs.turns import Turns

from . import addresses, holding, ledger, outbox, outcomes, rate, relay, telling, trouble
from .dialogue import Answer, Stage
from .ledger import Outcome, Waiting
from .lines import Errors, Lines
from .mailings import running
from .models import CopyState
from .relay import Relay
from .supply import Supply

logger = logging.getLogger(__name__)

LONGEST_RUN = 60.0
"""Seconds after which a run makes room for other jobs and asks to be called again."""
_AT_ONCE = 2
"""Messages signed before the connections are looked at again."""
_ROUTINE = 1.0
_RENEW = 20.0
_IN_A_ROW = 25
"""Refusals one after the other that are not about the recipient: then something is wrong with us."""
_PATIENCE = 3.0
"""Seconds that messages on their way get when the process is asked to end."""
_PER_CONNECTION = 10
"""Messages that wait for each open connection before another is opened."""
_turns = Turns()


def has_relay() -> bool:
    return bool(settings.EMAIL_URL)


def _may_go() -> bool:
    return has_relay() and holding.since() is None


def look() -> None:
    """Each minute: what a crash left untold is told, and sending begins, or goes on, in a job of its own,
    since it may take long."""
    telling.tell_noted()
    if _may_go():
        wake(deliver)


@job
def deliver() -> None:
    """Sends what is due. One run in each process; whoever comes while it goes lets it look again."""
    if _turns.take(_run):
        wake(deliver)


def _run() -> bool:
    """Whether there is more to send than one run may."""
    if not _may_go():
        return False
    from . import keys  # noqa: PLC0415 - cryptography, 8 MB, is for a server whose mail leaves

    now = timezone.now()
    ledger.recover(now)
    outbox.give_up(now)
    chosen = relay.parse(settings.EMAIL_URL)
    supply = Supply(chosen.pace, keys.signers())
    supply.look(at_once=True)
    try:
        return supply.prepare() and Run(chosen, supply).go()
    finally:
        ledger.release(supply.held)
        _write(supply.refused)
        running.finish(timezone.now())


def _write(came: Sequence[Outcome]) -> None:
    """What came of messages, and tells whoever sent what failed."""
    with transaction.atomic():
        ledger.record(came)
        noted = telling.note_outcomes(came)
    if noted:
        telling.tell_noted()


class Run:
    """Sends until nothing is due, the relay fails, or the time is up."""

    def __init__(self, to: Relay, supply: Supply) -> None:
        self._pace, self._supply = to.pace, supply
        self._lines = Lines(to)
        self._outcomes: list[Outcome] = []
        self._until = time.monotonic() + LONGEST_RUN
        self._routine = self._renewed = time.monotonic()
        self._free = timezone.now()
        self._in_a_row = 0
        self._refused: list[Outcome] = []
        """The last of this row that are refused for good, unless nobody is taken after them."""
        self._refusal = ""
        self._is_well = self._is_stopped = False

    def go(self) -> bool:
        """Whether there is more to send."""
        try:
            while not self._is_over() and self._step():
                pass
            self._let_finish()
        finally:
            if not self._is_over():
                self._put_back()
            self._commit(0)
            self._hold()
            self._lines.close()
        return bool(self._supply.size) and not self._is_stopped

    def _step(self) -> bool:
        """One turn of the loop; False when there is nothing left to do."""
        self._take(self._lines.poll(0))
        self._keep_up()
        if not self._connected():
            return False
        if self._prepare():
            return True
        idle = len(self._lines.idle())
        may_begin = bool(idle and self._supply.ready) and timezone.now() >= self._free
        if may_begin or self._outcomes:
            self._commit(idle if may_begin else 0)
        elif self._lines.carried or self._supply.ready:
            self._take(self._lines.poll(self._wait(idle)))
        else:
            return False
        return True

    def _prepare(self) -> bool:
        """Signs a few ahead, one for each connection: what was just signed is still near the processor when
        it goes. Whether there were any to sign."""
        wanted = len(self._lines) - len(self._supply.ready)
        return sum(self._supply.prepare() for _ in range(min(wanted, _AT_ONCE))) > 0

    def _is_over(self) -> bool:
        return self._is_stopped or ending.is_set() or time.monotonic() > self._until

    def _let_finish(self) -> None:
        """Waits for what is on its way; when the process ends not for long."""
        while self._lines.carried:
            if ending.is_set():
                self._until = min(self._until, time.monotonic())
                if time.monotonic() > self._until + _PATIENCE:
                    return
            self._take(self._lines.poll(_ROUTINE / 4))
            self._keep_up()
            if self._outcomes:
                self._commit(0)

    def _wait(self, idle: int) -> float:
        """Seconds until there is something to do besides what comes in."""
        if not idle or not self._supply.ready:
            return _ROUTINE
        return max(0.0, min(_ROUTINE, (self._free - timezone.now()).total_seconds()))

    def _connected(self) -> bool:
        """Whether there is a connection, opened if need be; more are opened when many messages wait."""
        if not len(self._lines) and self._supply.size:
            try:
                self._lines.open()
            except Errors as error:
                self._stop(f"{type(error).__name__}: {error}")
        elif self._supply.size > _PER_CONNECTION * len(self._lines):
            self._lines.open_another()
        return not self._is_stopped

    def _keep_up(self) -> None:
        """What must happen now and then: signs of life, silent connections, single messages."""
        now = time.monotonic()
        if now - self._routine < _ROUTINE:
            return
        self._routine = now
        self._take(self._lines.overdue())
        self._supply.look(at_once=_turns.was_asked())
        if now - self._renewed > _RENEW:
            self._renewed = now
            ledger.renew([*self._lines.carried.values(), *self._supply.held], timezone.now())

    def _commit(self, most: int) -> None:
        """Writes what came of messages and which go next, at once; then begins those."""
        now = timezone.now()
        wanted = min(most, len(self._supply.ready))
        came = [*self._outcomes, *self._supply.refused]
        with transaction.atomic():
            ledger.record(came)
            noted = telling.note_outcomes(came)
            allowed, self._free = rate.take(self._pace, wanted, now)
            chosen = self._supply.take(allowed)
            claimed = {id(row) for row in ledger.claim([row for row, _ in chosen], now)}
        self._outcomes.clear()
        self._supply.refused.clear()
        idle = self._lines.idle()
        for row, letter in chosen:
            if id(row) in claimed:
                self._take(self._lines.begin(idle.pop(), row, letter))
        if noted:
            telling.tell_noted()

    def _take(self, answered: list[tuple[Waiting, Answer]]) -> None:
        if not answered:
            return
        now = timezone.now()
        for row, answer in answered:
            came = outcomes.outcome(row, answer, now)
            if self._may_be_all(came, answer):
                self._refused.append(came)
                came = outcomes.undecided(came, now)
            self._outcomes.append(came)
            self._judge(row, answer)

    def _may_be_all(self, came: Outcome, answer: Answer) -> bool:
        """Whether it is refused for a reason that may be ours and not the recipient's."""
        return (
            came.state == CopyState.FAILED
            and answer.stage != Stage.LOST
            and outcomes.is_about_us(answer)
        )

    def _decide(self) -> None:
        """Others are taken: these were refused for good."""
        self._outcomes += self._refused
        self._refused.clear()

    def _put_back(self) -> None:
        """The run ends with these: it may be about us, so they are tried again."""
        now, alone = timezone.now(), len(self._refused) == 1
        self._outcomes += [outcomes.refused_last(came, now, alone=alone) for came in self._refused]
        self._refused.clear()

    def _hold(self) -> None:
        """All are refused: nobody is skipped, but everybody waits until people let it go on."""
        if self._refusal:
            running.hold([refused.row for refused in self._refused], self._refusal, timezone.now())

    def _judge(self, row: Waiting, answer: Answer) -> None:
        """Whether the relay can still be used."""
        if answer.is_accepted:
            self._is_well = self._is_well or trouble.forget()
            self._in_a_row = 0
            if not self._refusal:
                self._decide()
            return
        if self._is_stopped or not outcomes.is_about_us(answer):
            return
        self._in_a_row += 1
        most = 2 * self._pace.connections if answer.stage == Stage.LOST else _IN_A_ROW
        if self._in_a_row >= most:
            self._stop(answer.words)
            if answer.stage != Stage.LOST:
                self._refusal = addresses.without(answer.words)
                running.pause(row.mailing, self._refusal)

    def _stop(self, words: str) -> None:
        words = addresses.without(words)
        logger.warning("the mail relay cannot be used: %s", words)
        trouble.note(words)
        self._is_stopped = True
