"""Accepting and refusing who follows (ActivityPub, section 7.6 and 7.7)."""

from typing import Any

from django.utils import timezone

from .. import addresses
from ..models import Follower, FollowState
from ..outgoing import naming, saying

Json = dict[str, Any]


def accept(follower: Follower) -> None:
    """Inside a transaction. Whoever was accepted is told again."""
    if follower.state != FollowState.ACCEPTED:
        follower.state = FollowState.ACCEPTED
        follower.save(update_fields=["state"])
    _say("Accept", follower)


def refuse(follower: Follower) -> None:
    """Inside a transaction; also for who followed: they do no longer (section 7.7). They may ask again."""
    if follower.pk is not None:
        Follower.objects.filter(pk=follower.pk).delete()
    _say("Reject", follower)


def _say(type_: str, follower: Follower) -> None:
    actor, remote = follower.actor, follower.remote
    uri = addresses.actor(actor.handle)
    asked = {"id": follower.uri, "type": "Follow", "actor": remote.uri, "object": uri}
    said: Json = {
        "id": naming.once(actor.handle, type_),
        "type": type_,
        "actor": uri,
        "object": asked,
        "published": timezone.now().isoformat(),
        "to": [remote.uri],
    }
    saying.say(actor, said, inboxes=[saying.to(remote)])
