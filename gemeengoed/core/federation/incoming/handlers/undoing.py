"""Taking back what was said (ActivityPub, section 7.10). Some servers embed what is undone, some name its id,
and some embed one with another id; it is theirs in each case, or it stays."""

from django.db.models import Q, QuerySet

from ...activitystreams import reading
from ...models import Follower, Reaction, Received, RemoteActor
from . import ours, reactions
from .model import NOT_THEIRS, UNKNOWN, Activity


def undo(received: Received, activity: Activity, author: RemoteActor) -> str:
    inner = reading.first(activity.get("object"))
    said = inner if isinstance(inner, dict) else {}
    if reading.id_of(said.get("actor")) not in ("", author.uri):
        return NOT_THEIRS
    uri = reading.id_of(inner)
    types = reading.types_of(said)
    if "Block" in types:
        return "unblocked"
    follows, reacted = _follows(said, types, uri, author), _reactions(said, types, uri, author)
    if follows.delete()[0]:
        return "unfollowed"
    return "taken-back" if reacted.delete()[0] else UNKNOWN


def _follows(said: Activity, types: list[str], uri: str, author: RemoteActor) -> QuerySet[Follower]:
    mine = Follower.objects.filter(remote=author)
    actor = ours.actor(reading.id_of(said.get("object"))) if "Follow" in types else None
    if actor is not None:
        return mine.filter(actor=actor)
    return mine.filter(uri=uri) if uri else mine.none()


def _reactions(
    said: Activity, types: list[str], uri: str, author: RemoteActor
) -> QuerySet[Reaction]:
    mine = Reaction.objects.filter(remote=author)
    asked = Q(uri=uri) if uri else Q(pk=None)
    if types and types[0] in reactions.KINDS:
        kind, content = reactions.kind_of(types[0], said)
        path = ours.published(reading.id_of(said.get("object")))
        asked |= Q(object=path, kind=kind, content=content)
    return mine.filter(asked)
