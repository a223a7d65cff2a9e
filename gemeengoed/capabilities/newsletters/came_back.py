"""What bounces and complaints mean for the list."""

from gemeengoed.core.mail.mailings import queries as mailings

from .letters_to_one import SUBSCRIBER
from .letters_to_one import reference as name_of
from .models import Subscriber, SubscriberState
from .services import subscribing

MOST_SOFT = 5
"""Letters in a row that came back, after which an address gets no letters."""


def came_back(reference: str, kind: str, why: str) -> None:
    """`reference` is that of a subscriber (`letters_to_one.reference`); all others are not ours. `kind` is
    'bounced', 'soft-bounced' or 'complained'. Idempotent."""
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
    """A letter in between that arrived, as far as anybody knows, is a proof that the address is well."""
    there = Subscriber.objects.filter(pk=subscriber.pk, state=SubscriberState.ON)
    number = mailings.came_back_last(name_of(subscriber), MOST_SOFT, subscriber.confirmed)
    return there.update(bounces=number) == 1 and number >= MOST_SOFT
