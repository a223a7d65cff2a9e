"""Deliveries are kept for a week after they ended: long enough to answer 'was it sent, and why not?'."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ..models import Delivery, DeliveryState, Follower, KeyPair, OutgoingActivity

KEPT = timedelta(days=7)
BATCH = 5000
"""Rows of one transaction: others wait to write meanwhile."""


def sweep() -> None:
    """What was said to followers stays, since others may ask for it at its address."""
    old = timezone.now() - KEPT
    _erase(Delivery.objects.filter(ended__lt=old))
    left = Delivery.objects.filter(activity=OuterRef("pk"))
    said = OutgoingActivity.objects.filter(spread__lt=old, to_followers=False)
    _erase(said.filter(~Exists(left)))
    _forget_who_left()


def _forget_who_left() -> None:
    """Once it was told to all who follow them that they left."""
    waiting = Delivery.objects.filter(
        activity__actor=OuterRef("actor"), state=DeliveryState.WAITING
    )
    unspread = OutgoingActivity.objects.filter(actor=OuterRef("actor"), spread__isnull=True)
    for model in (Follower, KeyPair):
        theirs = model._default_manager.filter(actor__gone__isnull=False)
        _erase(theirs.filter(~Exists(waiting), ~Exists(unspread)))


def _erase(rows: QuerySet) -> None:
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=pks).delete()
