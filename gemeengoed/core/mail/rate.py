"""So many messages a second, over all work processes together (the generic cell rate algorithm)."""

from datetime import datetime, timedelta

from .models import RelayState
from .pace import Pace

STATE = 1
"""The one row of RelayState."""


def take(pace: Pace, wanted: int, now: datetime) -> tuple[int, datetime]:
    """How many of `wanted` may go now, and from when the next may. Call it in a transaction."""
    if not pace.rate or not wanted:
        return wanted, now
    row = RelayState.objects.select_for_update().get_or_create(pk=STATE)[0]
    apart = timedelta(seconds=1 / pace.rate)
    at_once = max(1, min(pace.connections, int(pace.rate)))
    kept = min(row.next_free or now, now + apart)  # the clock may have been set back
    free = max(kept, now - apart * (at_once - 1))
    allowed = 0
    while allowed < wanted and free <= now:
        free += apart
        allowed += 1
    RelayState.objects.filter(pk=STATE).update(next_free=free)
    return allowed, free
