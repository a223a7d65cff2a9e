"""Likes and shares of what is ours (ActivityPub, section 7.11 and 7.12; FEP-c0e0)."""

from ...activitystreams import reading
from ...models import Reaction, ReactionKind, Received, RemoteActor
from . import ours
from .model import NOT_OURS, Activity

KINDS = {
    "Like": ReactionKind.LIKE,
    "EmojiReact": ReactionKind.EMOJI,
    "Announce": ReactionKind.SHARE,
}
_LONGEST_EMOJI = 60


def react(received: Received, activity: Activity, author: RemoteActor) -> str:
    """What is announced of others, embedded or not, is left: it is hearsay and nobody here asked for it."""
    path = ours.published(reading.id_of(activity.get("object")))
    if not path:
        return NOT_OURS
    kind, content = kind_of(received.type, activity)
    reaction = Reaction(uri=received.uri, remote=author, object=path, kind=kind, content=content)
    Reaction.objects.bulk_create([reaction], ignore_conflicts=True)
    return kind.value


def kind_of(type_: str, activity: Activity) -> tuple[ReactionKind, str]:
    """A Like with an emoji is a reaction with it, as Misskey writes it."""
    kind = KINDS[type_]
    content = activity.get("content")
    if kind == ReactionKind.SHARE or not isinstance(content, str) or not content.strip():
        return (ReactionKind.LIKE if kind == ReactionKind.EMOJI else kind), ""
    return ReactionKind.EMOJI, content.strip()[:_LONGEST_EMOJI]
