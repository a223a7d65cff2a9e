"""Reads of what happened."""

from django.db.models import Q, QuerySet

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.jobs.backlog import Backlog, measure
from gemeengoed.core.registry import Audience

from .models import Activity


def stream(commons: Actor, audiences: list[Audience]) -> QuerySet[Activity]:
    """What happened in a commons, newest first, for somebody who may see `audiences`."""
    return (
        Activity.objects.filter(commons=commons, audience__in=[str(a) for a in audiences])
        .select_related("actor")
        .order_by("-created", "-pk")
    )


def backlog() -> Backlog:
    """Activities that the consumers have yet to see; failed are those that a consumer stumbled over."""
    unhandled = Activity.objects.filter(handled__isnull=True)
    return measure(unhandled, waiting=Q(), since="created", failed=~Q(last_error=""))
