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
    """Erases what `address` sent or wrote and reports about mail to it, with the message that is being
    handled at this moment; what is still to be read stays. Returns how many messages that were."""
    handled = ~Q(state=IncomingState.WAITING) | Q(lease_until__gt=timezone.now())
    # One after the other: asked together no index is used, and the column stands behind the messages.
    sent = IncomingMessage.objects.filter(handled, sender__iexact=address).delete()[0]
    return sent + IncomingMessage.objects.filter(handled, whose=address.lower()).delete()[0]


def is_about(row: IncomingMessage, recipient: str | None) -> None:
    """Notes whose it is, when it is a report about mail of ours to `recipient`: an empty one was erased, and
    nothing of the report stays but its outcome. None: it is about no mail that is known."""
    if recipient is not None:
        values: dict[str, object] = {"whose": recipient.lower()}
        values |= {} if recipient else {"raw": b"", "sender": ""}
        IncomingMessage.objects.filter(pk=row.pk).update(**values)
