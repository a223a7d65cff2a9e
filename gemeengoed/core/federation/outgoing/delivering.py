"""Delivering to other servers: one run in each process (docs/decisions/0030-federation.md)."""

from django.utils import timezone

from gemeengoed.core.jobs import job, wake
from gemeengoed.core.jobs.turns import Turns

from . import ledger
from .supply import Supply

_turns = Turns()


def look() -> None:
    """Each minute: what is due again goes, in a job of its own, since it may take long."""
    wake(deliver)


@job
def deliver() -> None:
    """Delivers what is due. Whoever comes while a run goes lets it look again."""
    if _turns.take(_run):
        wake(deliver)


def _run() -> bool:
    """Whether there is more to send than one run may."""
    now = timezone.now()
    ledger.recover(now)
    supply = Supply()
    supply.look(now, at_once=True)
    if not supply.size:
        return False
    from .running import Run  # noqa: PLC0415 - 9 MB, in processes that may never deliver

    return Run(supply, _turns.was_asked).go()
