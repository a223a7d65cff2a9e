"""Saying something to other servers: one row, from which a job makes deliveries."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.jobs import wake

from ..activitystreams import writing
from ..models import OutgoingActivity, RemoteActor
from .spreading import spread


def say(
    actor: Actor,
    activity: dict[str, Any],
    *,
    to_followers: bool = False,
    inboxes: Iterable[tuple[str, str]] = (),
) -> OutgoingActivity:
    """Keeps `activity` of `actor`, which has an `id`, for its followers and for `inboxes` (pairs of inbox and
    host). The same id again changes nothing.

    Must run inside the transaction that changes what it speaks of; it goes out after the commit."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("say() belongs inside the transaction that changes the data")
    thing = activity.get("object", "")
    row, is_new = OutgoingActivity.objects.get_or_create(
        uri=activity["id"],
        defaults={
            "actor": actor,
            "type": activity["type"],
            "object": (thing.get("id", "") if isinstance(thing, dict) else str(thing))[:500],
            "body": writing.dumps(writing.with_context(activity)),
            "to_followers": to_followers,
            "inboxes": [list(pair) for pair in dict(inboxes).items()],
        },
    )
    if is_new:
        wake(spread)
    return row


def to(remote: RemoteActor) -> tuple[str, str]:
    """The inbox of one actor with its host, for `say`."""
    return remote.inbox, remote.host_id
