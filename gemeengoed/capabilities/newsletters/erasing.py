"""When its reason has ended, or its owner asks, an address goes."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gemeengoed.core.jobs import ending
from gemeengoed.core.mail.incoming import keeping
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.queries import posted

from .letters_to_one import reference
from .models import Subscriber, SubscriberState

UNCONFIRMED = timedelta(days=30)
ENDED = timedelta(days=365)
BATCH = 500


def erase(subscriber: Subscriber) -> None:
    """Nothing stays but the count: not in the list, not in what was sent or waits to be, not what they wrote
    to this server. Where the same address is on the list of another commons it stays there."""
    name = reference(subscriber)
    with transaction.atomic():
        mailings.erase_reference(name)
        posted(name).delete()
        keeping.forget(subscriber.address)
        subscriber.delete()
        # A letter that begins at this very moment may just have made a row for them.
        transaction.on_commit(partial(mailings.erase_reference, name))


def sweep() -> None:
    """Who never confirmed goes after 30 days; who left, after a year in which they could ask for proof."""
    now = timezone.now()
    asked = Subscriber.objects.filter(state=SubscriberState.ASKED)
    never = asked.exclude(proofs__moment__gt=now - UNCONFIRMED)
    ended = Subscriber.objects.filter(ended__lt=now - ENDED).exclude(
        state__in=[SubscriberState.ON, SubscriberState.ASKED]
    )
    for rows in (never, ended):
        _erase_all(rows.distinct().order_by("pk"))


def _erase_all(rows: QuerySet[Subscriber]) -> None:
    """However many there are; when the process is asked to end, the rest is for the next time."""
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        for subscriber in batch:
            if ending.is_set():
                return
            erase(subscriber)
