"""When its reason has ended, an address goes."""

from datetime import timedelta

from django.utils import timezone

from .letters_to_one import forget
from .models import Subscriber, SubscriberState

UNCONFIRMED = timedelta(days=30)
ENDED = timedelta(days=365)
BATCH = 500


def sweep() -> None:
    """Who never confirmed goes after 30 days; who left, after a year in which they could ask for proof."""
    now = timezone.now()
    asked = Subscriber.objects.filter(state=SubscriberState.ASKED)
    never = asked.exclude(proofs__moment__gt=now - UNCONFIRMED)
    ended = Subscriber.objects.filter(ended__lt=now - ENDED).exclude(
        state__in=[SubscriberState.ON, SubscriberState.ASKED]
    )
    for rows in (never, ended):
        for subscriber in list(rows.distinct()[:BATCH]):
            forget(subscriber.address)
            subscriber.delete()
