"""What waits in a queue that is a table, for the page and the checks where operators see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet


@dataclass(frozen=True)
class Backlog:
    """How many rows wait, since when the oldest does, how many were given up, and the newest error."""

    waiting: int
    oldest: datetime | None
    failed: int = 0
    last_error: str = ""


def measure(rows: QuerySet[Any], *, waiting: Q, since: str, failed: Q) -> Backlog:
    """The backlog of `rows`, which have a `last_error`; `since` names the field of the waiting time.
    Three queries."""
    figures = rows.filter(waiting).aggregate(waiting=Count("pk"), oldest=Min(since))
    troubled = rows.exclude(last_error="").order_by("-pk")
    error = troubled.values_list("last_error", flat=True).first()
    return Backlog(**figures, failed=rows.filter(failed).count(), last_error=error or "")
