"""How long a message that came in stays: what was taken in lives on with its taker."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from ..models import IncomingMessage, IncomingState

KEPT = timedelta(days=30)
"""What was taken, so that an operator can see what came of it; what failed, so that it can be tried again."""
DROPPED = timedelta(days=7)


def sweep() -> None:
    now = timezone.now()
    ended = IncomingMessage.objects.filter(state__in=[IncomingState.TAKEN, IncomingState.FAILED])
    ended.filter(received__lt=now - KEPT).delete()
    dropped = IncomingMessage.objects.filter(state=IncomingState.DROPPED)
    dropped.filter(received__lt=now - DROPPED).delete()


def forget(address: str) -> int:
    """Erases what `address` sent, with the message that is being handled at this moment; what is still to be
    read stays. Returns how many messages that were."""
    theirs = IncomingMessage.objects.filter(sender__iexact=address)
    handled = ~Q(state=IncomingState.WAITING) | Q(lease_until__gt=timezone.now())
    return theirs.filter(handled).delete()[0]
