"""Reads of what happened."""

from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Min, QuerySet

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.registry import Audience

from .models import Activity


class Backlog(TypedDict):
    waiting: int
    oldest: datetime | None


def stream(commons: Actor, audiences: list[Audience]) -> QuerySet[Activity]:
    """What happened in a commons, newest first, for somebody who may see `audiences`."""
    return (
        Activity.objects.filter(commons=commons, audience__in=[str(a) for a in audiences])
        .select_related("actor")
        .order_by("-created", "-pk")
    )


def backlog() -> Backlog:
    """How many activities the consumers have yet to see, and since when the oldest waits."""
    return Activity.objects.filter(handled__isnull=True).aggregate(
        waiting=Count("pk"), oldest=Min("created")
    )  # type: ignore[return-value]
