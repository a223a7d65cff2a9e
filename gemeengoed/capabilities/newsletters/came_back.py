"""What bounces and complaints mean for the list."""

from django.db.models import F

from .letters_to_one import SUBSCRIBER
from .models import Subscriber, SubscriberState
from .services import subscribing

MOST_SOFT = 5
"""Soft bounces in a row after which an address gets no letters."""


def came_back(reference: str, kind: str, why: str) -> None:
    """`reference` is that of a subscriber (`letters_to_one.reference`); all others are not ours. `kind` is
    'bounced', 'soft-bounced' or 'complained'. Idempotent, but for counting soft ones."""
    subscriber = _of(reference)
    if subscriber is None:
        return
    if kind == "complained":
        subscribing.complained(subscriber)
    elif kind == "bounced" or _too_often(subscriber):
        subscribing.came_back(subscriber, why)


def _of(reference: str) -> Subscriber | None:
    if not reference.startswith(SUBSCRIBER):
        return None
    pk = reference.removeprefix(SUBSCRIBER)
    return Subscriber.objects.filter(pk=pk).first() if pk.isdigit() else None


def _too_often(subscriber: Subscriber) -> bool:
    there = Subscriber.objects.filter(pk=subscriber.pk, state=SubscriberState.ON)
    there.update(bounces=F("bounces") + 1)
    return there.filter(bounces__gte=MOST_SOFT).exists()
