"""Telling the followers of an actor here that its profile or settings say something else now.

As in `consuming`: what holds is compared with what was last told, so it may run twice.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.jobs import ending, job, wake

from .. import addresses
from ..activitystreams import writing
from ..models import FederationSettings, Follower, FollowState
from . import naming
from .saying import say

_KINDS = (ActorKind.PERSON, ActorKind.COMMONS)


def consume(activity: Activity) -> None:
    """A consumer of `activity.record`: whatever happened to a person or a commons may show."""
    if activity.object_type not in _KINDS:
        return
    parts = activity.object.split("/")
    if len(parts) == 3 and parts[1].startswith("@"):
        for pk in Actor.objects.filter(handle=parts[1][1:]).values_list("pk", flat=True):
            wake(tell, pk)


def sweep() -> None:
    """Each hour: what a lost wake-up left. Of whom nothing was told yet, only what holds is noted, so that
    the first look at a server does not tell everybody everything."""
    followed = Follower.objects.filter(state=FollowState.ACCEPTED).values("actor")
    for pk in Actor.objects.filter(pk__in=followed, gone__isnull=True).values_list("pk", flat=True):
        if not ending.is_set():
            _tell(pk, at_first=False)


@job
def tell(actor_id: int) -> None:
    """Sends an Update of the actor to its followers, when it has any and they were not told yet."""
    _tell(actor_id, at_first=True)


def _tell(actor_id: int, *, at_first: bool) -> None:
    actor = Actor.objects.filter(pk=actor_id, kind__in=_KINDS, gone__isnull=True).first()
    if actor is None or not _is_followed(actor):
        return
    from .. import keys  # noqa: PLC0415 - cryptography, 8 MB
    from ..identity import documents  # noqa: PLC0415

    keys.pair(actor)  # outside the transaction: it may have to be made
    FederationSettings.objects.get_or_create(actor=actor)
    with transaction.atomic():
        settings = FederationSettings.objects.select_for_update().get(actor=actor)
        # After the row is locked: of two that run at once the last says what holds.
        actor.refresh_from_db()
        document = documents.of(actor)
        if document is None:
            return
        digest = hashlib.sha256(writing.dumps(document)).hexdigest()
        if settings.told == digest:
            return
        is_new = not settings.told
        settings.told = digest
        settings.save(update_fields=["told"])
        if at_first or not is_new:
            say(actor, _update(actor, document), to_followers=True)


def _is_followed(actor: Actor) -> bool:
    return Follower.objects.filter(actor=actor, state=FollowState.ACCEPTED).exists()


def _update(actor: Actor, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": naming.once(actor.handle, "Update"),
        "type": "Update",
        "actor": addresses.actor(actor.handle),
        "object": document,
        "published": timezone.now().isoformat(),
        "to": [addresses.PUBLIC],
        "cc": [addresses.followers(actor.handle)],
    }
