"""`/settings/server/backlog/`: what waits in the background, since when, and what went wrong last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from gemeengoed.core.activity import queries as activity
from gemeengoed.core.jobs import schedule
from gemeengoed.core.jobs.models import ScheduledRun
from gemeengoed.core.mail import queries as mail
from gemeengoed.core.mail.incoming import queries as mail_in
from gemeengoed.core.mail.mailings import queries as mailings
from gemeengoed.core.people.permissions import require
from gemeengoed.core.registry import Words
from gemeengoed.core.renditions import queries as renditions
from gemeengoed.core.sources import queries as sources


@never_cache
def backlog(request: HttpRequest) -> HttpResponse:
    """For operators."""
    require(request, "instance.change")
    context = {
        "activity": activity.backlog(),
        "mail": mail.backlog(),
        "mail_in": mail_in.backlog(),
        "mailings": mailings.backlog(),
        "renditions": renditions.backlog(),
        "copies": sources.backlog(),
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
