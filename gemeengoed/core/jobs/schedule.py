"""The clock: each minute, whatever is due among the declared `registry.Scheduled`."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from gemeengoed.core import registry

from .models import ScheduledRun

logger = logging.getLogger(__name__)

# A run that should start each minute may start a little early when the clock jitters.
SLACK = timedelta(seconds=5)


def declared() -> list[registry.Scheduled]:
    return [job for capability in registry.capabilities() for job in capability.scheduled]


def run_due() -> list[str]:
    """Runs what is due and returns the names; a failing job is noted and does not stop the others."""
    return [job.name for job in declared() if _claim(job, timezone.now()) and _run(job)]


def _claim(job: registry.Scheduled, now: datetime) -> bool:
    ScheduledRun.objects.get_or_create(name=job.name)
    due = Q(last_begun__isnull=True) | Q(
        last_begun__lte=now - timedelta(minutes=job.every_minutes) + SLACK
    )
    due |= Q(last_begun__gt=now + SLACK)  # the clock was set back
    return ScheduledRun.objects.filter(due, name=job.name).update(last_begun=now) == 1


def _run(job: registry.Scheduled) -> bool:
    error = ""
    try:
        job.run()
    except Exception as failure:  # noted and shown; the clock goes on
        logger.exception("scheduled job %s failed", job.name)
        error = f"{type(failure).__name__}: {failure}"[:300]
    ScheduledRun.objects.filter(name=job.name).update(last_ended=timezone.now(), last_error=error)
    return True
