"""How it stands with the relay at this moment, for whoever looks at the pages."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from . import holding, relay, trouble
from .models import RelayState


@dataclass(frozen=True)
class Standing:
    """`trouble` is the row that tells what is wrong, when something is; `quiet_until` an hour, or None.
    `held` since a backup was restored, when nothing may go yet."""

    has_relay: bool
    trouble: RelayState | None
    quiet_until: int | None
    held: datetime | None


def now() -> Standing:
    """Two queries at most."""
    held = holding.since()
    if not settings.EMAIL_URL:
        return Standing(False, None, None, held)
    pace = relay.parse(settings.EMAIL_URL).pace
    is_quiet = pace.is_quiet(timezone.localtime())
    return Standing(True, trouble.known(), pace.quiet[1] if is_quiet and pace.quiet else None, held)
