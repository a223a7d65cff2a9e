"""Following somebody elsewhere, and no longer (ActivityPub, section 7.5 and 7.10)."""

from typing import Any

from django.utils import timezone

from gemeengoed.core.actors.models import Actor

from .. import addresses
from ..models import Following, RemoteActor
from ..outgoing import naming, saying

Json = dict[str, Any]


def follow(actor: Actor, remote: RemoteActor) -> Following:
    """Inside a transaction. Who is followed already, or was asked, is not asked again."""
    following, is_new = Following.objects.get_or_create(
        actor=actor, remote=remote, defaults={"uri": naming.once(actor.handle, "Follow")}
    )
    if is_new:
        saying.say(actor, _asked(following), inboxes=[saying.to(remote)])
    return following


def unfollow(following: Following) -> None:
    """Inside a transaction."""
    actor, remote = following.actor, following.remote
    said: Json = {
        "id": naming.once(actor.handle, "Undo"),
        "type": "Undo",
        "actor": addresses.actor(actor.handle),
        "object": _asked(following),
        "published": timezone.now().isoformat(),
        "to": [remote.uri],
    }
    saying.say(actor, said, inboxes=[saying.to(remote)])
    following.delete()


def _asked(following: Following) -> Json:
    return {
        "id": following.uri,
        "type": "Follow",
        "actor": addresses.actor(following.actor.handle),
        "object": following.remote.uri,
        "published": following.created.isoformat(),
        "to": [following.remote.uri],
    }
