"""`record()`: the one function a capability calls inside the transaction that changes its data."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.jobs import job, wake

from .models import Activity

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)


def record(
    actor: Actor | None,
    verb: str,
    object: str,
    audience: registry.Audience = registry.Audience.PUBLIC,
    *,
    object_type: str,
    commons: Actor | None = None,
    title: str = "",
    data: dict[str, Any] | None = None,
) -> Activity:
    """Writes that `actor` did `verb` to the object at address `object`, for `audience`.

    Must run inside a transaction, with the change it speaks of. Consumers get it after the commit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("activity.record() belongs inside the transaction that changes the data")
    activity = Activity.objects.create(
        actor=actor,
        verb=verb,
        object=object,
        object_type=object_type,
        commons=commons,
        audience=str(audience),
        title=title[:300],
        data=data or {},
    )
    if commons is not None:
        touch(commons)
    wake(distribute)
    return activity


@job
def distribute() -> None:
    """Hands what is not yet handled to the consumers, oldest first."""
    for activity in _claim(BATCH):
        _hand_out(activity)


def _claim(most: int) -> Sequence[Activity]:
    """Leases up to `most` rows that are due; another worker sees them only after the lease."""
    now = timezone.now()
    due = (
        Activity.objects.filter(handled__isnull=True, next_try__lte=now)
        .exclude(lease_until__gt=now)
        .order_by("pk")
    )
    claimed = []
    for activity in due.select_related("actor", "commons")[:most]:
        mine = Activity.objects.filter(
            pk=activity.pk, handled__isnull=True, lease_until=activity.lease_until
        ).update(lease_until=now + LEASE)
        if mine:
            claimed.append(activity)
    return claimed


def _hand_out(activity: Activity) -> None:
    try:
        for capability in registry.capabilities():
            for consumer in capability.consumers:
                consumer(activity)
    except Exception as error:  # one bad row must not stop the others; it is tried again, and shown
        logger.exception("activity %s could not be handled", activity.pk)
        _try_later(activity, error)
        return
    Activity.objects.filter(pk=activity.pk).update(handled=timezone.now(), lease_until=None)


def _try_later(activity: Activity, error: Exception) -> None:
    attempts = min(activity.attempts + 1, 1000)
    wait = min(timedelta(seconds=10) * 2 ** min(attempts, 12), LONGEST_WAIT)
    Activity.objects.filter(pk=activity.pk).update(
        attempts=attempts,
        next_try=timezone.now() + wait,
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )
