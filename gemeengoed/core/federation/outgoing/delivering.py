"""Delivering to other servers: one run in each process (docs/decisions/0030-federation.md)."""

import threading

from django.utils import timezone

from gemeengoed.core.jobs import job, wake

from . import ledger
from .supply import Supply

_turn = threading.Lock()
_again = threading.Event()


def look() -> None:
    """Each minute: what is due again goes, in a job of its own, since it may take long."""
    wake(deliver)


@job
def deliver() -> None:
    """Delivers what is due. Whoever comes while a run goes lets it look again."""
    _again.set()
    while _again.is_set() and _turn.acquire(blocking=False):
        try:
            _again.clear()
            if _run():
                wake(deliver)
                return
        finally:
            _turn.release()


def _run() -> bool:
    """Whether there is more to send than one run may."""
    now = timezone.now()
    ledger.recover(now)
    supply = Supply()
    supply.look(now, at_once=True)
    if not supply.size:
        return False
    from .running import Run  # noqa: PLC0415 - 9 MB, in processes that may never deliver

    return Run(supply, _was_woken).go()


def _was_woken() -> bool:
    """Whether somebody came since this was asked last."""
    found = _again.is_set()
    _again.clear()
    return found
