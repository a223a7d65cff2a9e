"""Who follows actors here (ActivityPub, section 7.5 to 7.7)."""

from ...activitystreams import reading
from ...followers import answering
from ...models import (
    FederationSettings,
    Follower,
    FollowPolicy,
    FollowState,
    Received,
    RemoteActor,
)
from . import ours
from .model import NOT_OURS, Activity


def follow(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Who follows already is accepted again: their server may not have heard it."""
    actor = ours.actor(reading.id_of(activity.get("object")))
    if actor is None:
        return NOT_OURS
    settings = FederationSettings.objects.filter(actor=actor).first() or FederationSettings()
    if settings.moved_to or not ours.is_here(actor):
        answering.refuse(Follower(remote=author, actor=actor, uri=received.uri))
        return "refused"
    follower = _follower(received, author, actor.pk)
    if follower.state == FollowState.ACCEPTED or settings.followers == FollowPolicy.OPEN:
        answering.accept(follower)
        return "accepted"
    return "asked"


def _follower(received: Received, author: RemoteActor, actor: int) -> Follower:
    follower, is_new = Follower.objects.select_related("actor").get_or_create(
        remote=author, actor_id=actor, defaults={"uri": received.uri, "state": FollowState.ASKED}
    )
    if not is_new and follower.uri != received.uri:
        follower.uri = received.uri
        follower.save(update_fields=["uri"])
    return follower
