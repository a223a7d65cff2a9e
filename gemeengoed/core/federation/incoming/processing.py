"""Doing what was said: verified activities in batches, each with its effect once.

A batch is claimed with a lease and handled in short transactions, each together with the words for what
came of it: a crash undoes both, and the rows are due again when the lease ends. What the rows of a batch
ask alike is asked once (`database.once`). Only when something fails each row gets a savepoint of its own.
What must be asked of another server first is asked in threads, outside any transaction, while other batches
go on. Nobody's activities are handled by two at once, so what one server said in order has its effect in
order.
"""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.database import once
from gemeengoed.core.jobs import ending, job, wake
from gemeengoed.core.jobs.turns import Turns

from .. import tallies
from ..models import Received, ReceivedState
from ..outgoing import hosts
from . import claiming, handling
from .aside import Aside
from .handling import Item, Outcome

logger = logging.getLogger(__name__)

LINGER = 0.3
"""Seconds that an idle run waits for what came a moment after it was woken."""
LONGEST_RUN = 60.0
"""Seconds after which a run makes room for other jobs and asks to be called again."""
PROCESSED = "inbox_processed"
LONGEST_HELD = 0.1
"""Seconds that one transaction may go on: meanwhile SQLite takes nothing else that is written, such as what
comes in."""
KEPT = timedelta(days=30)
FOLLOWS_KEPT = timedelta(hours=3)
"""Some servers use the same id when somebody follows again. What was signed with a clock an hour ahead can be
sent again for two hours."""
_MOST_SWEPT = 5_000
_turns = Turns()


@job
def process() -> None:
    """Handles what is verified, oldest first, until nothing is due. One run in each process; whoever comes
    while it goes lets it look again."""
    if _turns.take(_run):
        wake(process)


def sweep() -> None:
    """Each hour: forgets what was done long ago."""
    now = timezone.now()
    ended = (ReceivedState.DONE, ReceivedState.DROPPED, ReceivedState.FAILED)
    old = Received.objects.filter(state__in=ended)
    _delete(old.filter(processed__lt=now - KEPT))
    _delete(old.filter(processed__lt=now - FOLLOWS_KEPT, type="Follow"))


def _delete(rows: claiming.Rows) -> None:
    """In parts, so that what comes in meanwhile is not held up."""
    while not ending.is_set():
        some = list(rows.values_list("pk", flat=True)[:_MOST_SWEPT])
        if not some:
            return
        Received.objects.filter(pk__in=some).delete()


def _run() -> bool:
    """Whether there is more to do than one run may."""
    until = time.monotonic() + LONGEST_RUN
    has_lingered = False
    with Aside() as aside:
        while not ending.is_set():
            if time.monotonic() > until:
                return True
            fetched = aside.take()
            claimed = claiming.claim(timezone.now())
            if fetched or claimed:
                has_lingered = False
                _handle(aside, [*fetched, *_prepared(claimed, aside)])
            elif aside.is_busy:
                aside.wait(LINGER)
            elif has_lingered:
                return False
            else:
                has_lingered = True
                ending.wait(LINGER)
    return False


def _prepared(claimed: list[Received], aside: Aside) -> list[Item]:
    """Those that can be handled at once; the others are put aside, or given back when too many are."""
    ready, back = [], []
    for item in handling.read(claimed):
        if not item.needs:
            ready.append(item)
        elif not aside.put(item):
            back.append(item.row)
    claiming.give_back(back, timezone.now())
    return ready


def _handle(aside: Aside, items: list[Item]) -> None:
    """Those that failed before do not take the others with them."""
    apart = [item for item in items if item.error or item.row.attempts > 1]
    fresh = [item for item in items if item not in apart] if apart else items
    try:
        with once.batch():
            while fresh:
                done = _all_at_once(fresh)
                if not done:
                    _one_by_one(fresh)
                fresh = fresh[done:] if done else []
        if apart:
            _one_by_one(apart)
    except Exception:  # the database itself, or a lease that ended: others are not held up
        logger.exception("a batch of incoming activities could not be handled")
        claiming.give_back([item.row for item in items], timezone.now(), wait=claiming.FIRST_WAIT)


def _all_at_once(items: Sequence[Item]) -> int:
    """How many went well, in one transaction, that ends when it has held the database long enough; with 0
    one of them failed and nothing happened."""
    until = time.monotonic() + LONGEST_HELD
    ended: list[tuple[Received, Outcome]] = []
    try:
        with transaction.atomic():
            for item in items:
                ended.append((item.row, handling.outcome(item)))
                if time.monotonic() > until:
                    break
            _end(ended)
    except Exception as error:  # which of them it was is found out one by one
        logger.info("a batch is handled one by one: %s", error)
        return 0
    return len(ended)


def _one_by_one(items: Sequence[Item]) -> None:
    with once.batch(), transaction.atomic():
        ended = []
        for item in items:
            try:
                with transaction.atomic():
                    ended.append((item.row, handling.outcome(item)))
            except Exception as error:  # this row waits, the others go on
                logger.exception("the activity %s could not be handled", item.row.uri)
                claiming.try_later(item.row, error, timezone.now())
        _end(ended)


def _end(ended: list[tuple[Received, Outcome]]) -> None:
    """Writes down what came of them. Raises LeaseLost when somebody else has taken one of them."""
    if not ended:
        return
    claiming.end(ended, timezone.now())
    hosts.heard(*sorted({row.host for row, _outcome in ended}))
    tallies.add(PROCESSED, len(ended))
