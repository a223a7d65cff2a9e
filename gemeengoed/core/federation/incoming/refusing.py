"""Counting what is refused, without a write for each: a flood of bad requests must cost us little."""

import threading
import time
from collections import Counter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .. import tallies
from ..models import Refused

EVERY = 5.0
"""Seconds between two writes by one process; a crash loses the counts of so long, and nothing else."""
MOST_HOSTS = 500
"""Names of hosts kept apart between two writes; what is not verified can say any name."""
MOST_A_DAY = 5_000
"""Rows of one day; what more there is to count is added up without the host."""
_lock = threading.Lock()
_counted: Counter[tuple[str, str]] = Counter()
_written = 0.0


def count(reason: str, host: str) -> None:
    """One request refused for `reason`; `host` is where it says to come from."""
    with _lock:
        is_kept = (reason, host) in _counted or len(_counted) < MOST_HOSTS
        _counted[reason, host if is_kept else ""] += 1
        is_due = time.monotonic() - _written > EVERY
    if is_due:
        write()


def write() -> None:
    """Adds what this process counted to the rows of today."""
    global _written  # noqa: PLW0603 - one per process
    with _lock:
        counted = dict(_counted)
        _counted.clear()
        _written = time.monotonic()
    today = timezone.now().date()
    by_reason: Counter[str] = Counter()
    for (reason, _host), number in counted.items():
        by_reason[reason] += number
    with transaction.atomic():
        for reason, number in sorted(by_reason.items()):
            tallies.add(f"refused:{reason}", number)
        is_full = Refused.objects.filter(day=today).count() >= MOST_A_DAY
        for (reason, host), number in counted.items():
            row = {"day": today, "host": host[:260], "reason": reason}
            if is_full and not Refused.objects.filter(**row).exists():
                row["host"] = ""
            Refused.objects.bulk_create([Refused(**row)], ignore_conflicts=True)
            Refused.objects.filter(**row).update(number=F("number") + number)
