"""Mail is kept for 30 days: it may hold a link with which somebody could log in. Of a message to many it
stays known how many got it."""

from datetime import timedelta

from django.utils import timezone

from .mailings import forgetting
from .models import Copy, MailState, OutgoingMessage, Untold

KEPT = timedelta(days=30)
SENT = timedelta(days=2)
"""What went out is with its reader; the row stays a little to answer 'was it sent?'."""


def sweep() -> None:
    now = timezone.now()
    ended = OutgoingMessage.objects.filter(state__in=[MailState.KEPT, MailState.FAILED])
    ended.filter(created__lt=now - KEPT).delete()
    OutgoingMessage.objects.filter(state=MailState.SENT, sent__lt=now - SENT).delete()
    Untold.objects.filter(created__lt=now - KEPT).delete()
    over = Copy.objects.filter(mailing__ended__lt=now - KEPT).exclude(recipient="")
    forgetting.forget(over)
