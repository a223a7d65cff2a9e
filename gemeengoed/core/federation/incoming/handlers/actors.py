"""What actors elsewhere say of themselves: that they changed, moved or left (ActivityPub, section 7.3, 7.4;
FEP-7628). A copy of an actor in an activity is not believed: it is fetched from its own address."""

from collections.abc import Iterator

from django.utils import timezone

from ...activitystreams import reading
from ...followers import following
from ...models import (
    Follower,
    Following,
    FollowState,
    Reaction,
    Received,
    RemoteActor,
    RemoteObject,
)
from .model import AGAIN, NOT_THEIRS, UNKNOWN, Activity, Need, is_about_themselves
from .taking import forget


def leave(author: RemoteActor) -> str:
    """All that is theirs goes; the row stays, so that what arrives late has no effect."""
    Follower.objects.filter(remote=author).delete()
    Following.objects.filter(remote=author).delete()
    Reaction.objects.filter(remote=author).delete()
    for said in RemoteObject.objects.filter(author=author, gone__isnull=True).iterator():
        forget(said)
    RemoteActor.objects.filter(pk=author.pk).update(
        gone=timezone.now(), name="", summary="", icon="", also_known_as=[]
    )
    author.gone = timezone.now()
    return "left"


def move_needs(received: Received, activity: Activity, author: RemoteActor) -> Iterator[Need]:
    """Who nobody here has to do with is not looked up."""
    is_known = author.follows.exists() or author.followed_by.exists()
    to = reading.id_of(activity.get("target"))
    if is_known and to and to != author.uri and is_about_themselves(activity, author):
        yield Need(AGAIN, to)


def move(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Who they became must say the same (`alsoKnownAs`). Whoever here follows them follows who they became;
    who they follow they follow again themselves."""
    if not is_about_themselves(activity, author):
        return NOT_THEIRS
    to = RemoteActor.objects.select_related("host")
    target = to.filter(uri=reading.id_of(activity.get("target")), gone__isnull=True).first()
    if target is None or target.pk == author.pk:
        return UNKNOWN
    if author.uri not in target.also_known_as:
        return "not-confirmed"
    RemoteActor.objects.filter(pk=author.pk).update(moved_to=target.uri)
    author.moved_to = target.uri
    followed = Following.objects.filter(remote=author, state=FollowState.ACCEPTED)
    for one in followed.select_related("actor", "remote"):
        following.follow(one.actor, target)
        following.unfollow(one)
    return "moved"
