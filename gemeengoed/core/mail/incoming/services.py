"""What an operator does with a message that came in."""

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.jobs import wake

from ..models import IncomingMessage, IncomingState
from .processing import process

AGAIN, DROP = "again", "drop"
VERBS = (AGAIN, DROP)


def act(pk: int, verb: str) -> bool:
    """Does 'again' or 'drop'; whether the message was in a state in which that can be done."""
    return again(pk) if verb == AGAIN else drop(pk)


def again(pk: int) -> bool:
    """Has a message that failed or was dropped read once more."""
    ended = [IncomingState.FAILED, IncomingState.DROPPED]
    with transaction.atomic():
        changed = IncomingMessage.objects.filter(pk=pk, state__in=ended).update(
            state=IncomingState.WAITING,
            attempts=0,
            next_try=timezone.now(),
            outcome="",
            last_error="",
        )
        if changed:
            wake(process)
    return bool(changed)


def drop(pk: int) -> bool:
    """Ends the trying of a message that waits or failed; one that is being read now goes on."""
    trying = IncomingMessage.objects.filter(
        pk=pk, state__in=[IncomingState.WAITING, IncomingState.FAILED]
    ).exclude(lease_until__gt=timezone.now())
    return bool(trying.update(state=IncomingState.DROPPED, outcome="by an operator"))
