"""Trying a server again now, instead of when its circuit closes."""

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.jobs import wake

from ..models import Delivery, DeliveryState, Host, Measure
from ..outgoing import delivering


def try_again(host: Host) -> int:
    """What waits for `host` is due at once, also when it had been given up; how many deliveries. None for a
    server that is suspended. What was given up before stays so: its time has passed."""
    with transaction.atomic():
        row = Host.objects.select_for_update().get(pk=host.pk)
        if row.measure == Measure.SUSPEND:
            return 0
        Host.objects.filter(pk=row.pk).update(
            open_until=None,
            given_up=None,
            failures=0,
            failing_since=None if row.given_up else row.failing_since,
        )
        waiting = Delivery.objects.filter(
            host=row, state=DeliveryState.WAITING, lease_until__isnull=True
        )
        number = waiting.update(next_try=timezone.now())
        wake(delivering.deliver)
    return number
