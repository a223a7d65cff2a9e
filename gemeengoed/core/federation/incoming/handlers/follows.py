"""Who follows actors here (ActivityPub, section 7.5 to 7.7)."""

from gemeengoed.core.actors.models import Actor

from ...activitystreams import reading
from ...followers import answering
from ...models import (
    FederationSettings,
    Follower,
    Following,
    FollowPolicy,
    FollowState,
    Received,
    RemoteActor,
)
from . import ours
from .model import NOT_OURS, UNKNOWN, Activity


def follow(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Who follows already is accepted again: their server may not have heard it."""
    actor = ours.actor(reading.id_of(activity.get("object")))
    if actor is None:
        return NOT_OURS
    settings = FederationSettings.objects.filter(actor=actor).first() or FederationSettings()
    if settings.moved_to or not ours.is_here(actor):
        answering.refuse(Follower(remote=author, actor=actor, uri=received.uri))
        return "refused"
    is_open = settings.followers == FollowPolicy.OPEN
    follower = _follower(received, author, actor, is_open=is_open)
    if is_open or follower.state == FollowState.ACCEPTED:
        answering.accept(follower)
        return "accepted"
    return "asked"


def _follower(received: Received, author: RemoteActor, actor: Actor, *, is_open: bool) -> Follower:
    state = FollowState.ACCEPTED if is_open else FollowState.ASKED
    follower, is_new = Follower.objects.get_or_create(
        remote=author, actor=actor, defaults={"uri": received.uri, "state": state}
    )
    if not is_new and follower.uri != received.uri:
        follower.uri = received.uri
        follower.save(update_fields=["uri"])
    follower.actor, follower.remote = actor, author
    return follower


def accepted(received: Received, activity: Activity, author: RemoteActor) -> str:
    return _answered(activity, author, FollowState.ACCEPTED)


def rejected(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Also later: then they no longer let themselves be followed."""
    return _answered(activity, author, FollowState.REJECTED)


def _answered(activity: Activity, author: RemoteActor, state: FollowState) -> str:
    """Only who was asked can answer; some servers give our Follow another id."""
    inner = reading.first(activity.get("object"))
    asked = Following.objects.filter(remote=author)
    ours_ = asked.filter(uri=reading.id_of(inner))
    if not ours_.exists() and isinstance(inner, dict):
        actor = ours.actor(reading.id_of(inner.get("actor")))
        ours_ = asked.filter(actor=actor) if actor is not None else asked.none()
    return state.value if ours_.update(state=state) else UNKNOWN


def block(received: Received, activity: Activity, author: RemoteActor) -> str:
    """They follow no longer and are not followed."""
    actor = ours.actor(reading.id_of(activity.get("object")))
    if actor is None:
        return NOT_OURS
    Follower.objects.filter(remote=author, actor=actor).delete()
    Following.objects.filter(remote=author, actor=actor).delete()
    return "blocked"
