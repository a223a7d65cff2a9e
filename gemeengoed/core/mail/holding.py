"""After a restore nothing goes out until an operator says so: what waits in a backup may have gone since."""

from datetime import datetime

from .models import RelayState
from .rate import STATE


def since() -> datetime | None:
    """When the backup was restored; None when mail may go."""
    return RelayState.objects.filter(pk=STATE).values_list("held", flat=True).first()


def end() -> bool:
    """Mail may go again. Whether it was held."""
    held = RelayState.objects.filter(pk=STATE, held__isnull=False)
    return held.update(held=None) == 1
