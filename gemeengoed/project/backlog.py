"""`/settings/server/backlog/`: what waits in the background, since when, and what went wrong last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from gemeengoed.core import registry
from gemeengoed.core.jobs import schedule
from gemeengoed.core.jobs.models import ScheduledRun
from gemeengoed.core.people.permissions import require
from gemeengoed.core.registry import Words


@never_cache
def backlog(request: HttpRequest) -> HttpResponse:
    """For operators."""
    require(request, "instance.change")
    context = {
        "queues": [(queue.label, queue.backlog()) for queue in registry.queues()],
        "jobs": _jobs(),
    }
    return render(request, "instance/backlog.html", context)


def _jobs() -> list[tuple[Words, ScheduledRun]]:
    """What each declared job does, with its last run; one that never ran has no times."""
    known = ScheduledRun.objects.in_bulk()
    return [
        (job.label or job.name, known.get(job.name) or ScheduledRun(name=job.name))
        for job in schedule.declared()
    ]
