"""From an activity to its deliveries: one for each inbox, a shared one once.

Followers are walked a batch at a time; how far it got is committed with the rows, so a crash goes on there.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gemeengoed.core.jobs import ending, job, wake

from .. import addresses, tallies
from ..models import (
    Delivery,
    DeliveryState,
    Follower,
    FollowState,
    Host,
    Measure,
    OutgoingActivity,
    PublishedObject,
    RemoteActor,
)
from .delivering import deliver

BATCH = 1000
LEASE = timedelta(minutes=1)
LEFT_OUT = "deliveries_left_out"
Place = tuple[str, str]
"""An inbox and its host."""


@job
def spread() -> None:
    """Writes the deliveries of what is to go out, in batches; goes on where a crash left it."""
    while not ending.is_set():
        activity = _claimed()
        if activity is None:
            return
        while not _spread(activity):
            wake(deliver)
            if ending.is_set():
                return
        wake(deliver)


def _claimed() -> OutgoingActivity | None:
    """The oldest that nobody is at, held for a while."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    waiting = OutgoingActivity.objects.filter(free, spread__isnull=True)
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:20]:
        if waiting.filter(pk=pk).update(lease_until=now + LEASE):
            return OutgoingActivity.objects.get(pk=pk)
    return None


def _spread(activity: OutgoingActivity) -> bool:
    """One batch; whether it was the last."""
    followers = _followers(activity) if activity.to_followers else []
    is_last = len(followers) < BATCH
    places = [(shared or own, host) for _pk, own, shared, host in followers]
    if is_last:
        places += _named(activity)
        places += _had(activity)
    now = timezone.now()
    with transaction.atomic():
        _write(activity, dict(places))
        activity.reached = followers[-1][0] if followers else activity.reached
        activity.lease_until = None if is_last else now + LEASE
        activity.spread = now if is_last else None
        activity.save(update_fields=["reached", "lease_until", "spread"])
    return is_last


def _followers(activity: OutgoingActivity) -> Sequence[tuple[int, str, str, str]]:
    """The next followers by number, with their own inbox, the shared one, and the host; nobody who is blocked
    or has gone."""
    theirs = Follower.objects.filter(
        actor=activity.actor_id,
        state=FollowState.ACCEPTED,
        pk__gt=activity.reached,
        remote__gone__isnull=True,
    ).exclude(remote__measure=Measure.SUSPEND)
    fields = ("pk", "remote__inbox", "remote__shared_inbox", "remote__host")
    return list(theirs.order_by("pk").values_list(*fields)[:BATCH])


def _named(activity: OutgoingActivity) -> list[Place]:
    """The inboxes that were named, but for those of followers whom the server's shared inbox serves."""
    named = [(inbox, host) for inbox, host in activity.inboxes]
    if not activity.to_followers or not named:
        return named
    reached = (
        Follower.objects.filter(
            actor=activity.actor_id,
            state=FollowState.ACCEPTED,
            remote__inbox__in=[inbox for inbox, _host in named],
            remote__gone__isnull=True,
        )
        .exclude(remote__measure=Measure.SUSPEND)
        .exclude(remote__shared_inbox="")
    )
    without = set(reached.values_list("remote__inbox", flat=True))
    return [(inbox, host) for inbox, host in named if inbox not in without]


def _write(activity: OutgoingActivity, places: dict[str, str]) -> None:
    """Rows for these inboxes, but for hosts that are blocked or given up: those are counted. What is to be
    left alone for a while gets it afterwards."""
    now = timezone.now()
    names = set(places.values())
    Host.objects.bulk_create([Host(name=name) for name in names], ignore_conflicts=True)
    served = Host.objects.filter(name__in=names, given_up__isnull=True)
    until = dict(served.exclude(measure=Measure.SUSPEND).values_list("name", "open_until"))
    rows = [
        Delivery(
            activity=activity, inbox=inbox, host_id=host, next_try=max(now, until[host] or now)
        )
        for inbox, host in places.items()
        if host in until and inbox
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    if len(rows) < len(places):
        tallies.add(LEFT_OUT, len(places) - len(rows))


def _had(activity: OutgoingActivity) -> Iterable[Place]:
    """Besides its followers, those who were sent what is deleted now: it goes where they can find it again,
    and to every server that took something since it was published."""
    if activity.type != "Delete":
        return []
    earlier = Delivery.objects.filter(
        activity__object=activity.object,
        activity__actor=activity.actor_id,
        state=DeliveryState.SENT,
    )
    found = dict(earlier.values_list("inbox", "host"))
    path = addresses.path_of(activity.object)
    published = PublishedObject.objects.filter(uri=path).values_list("published", flat=True).first()
    if published is not None:
        took = RemoteActor.objects.filter(
            host__delivered__gte=published, gone__isnull=True
        ).exclude(shared_inbox="")
        found |= dict(took.values_list("shared_inbox", "host").distinct())
    return found.items()
