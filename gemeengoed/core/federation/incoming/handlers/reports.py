"""What others ask stewards to look at (ActivityStreams vocabulary, Flag; as Mastodon sends it)."""

import re

from gemeengoed.core.actors.models import Actor, ActorKind

from ... import addresses
from ...activitystreams import reading
from ...models import Received, RemoteActor, Report
from .model import NOT_OURS, Activity

MOST_OF_HOST = 200
"""Reports of one server that wait for a steward: more than that nobody reads."""
TOO_MANY = "too-many"
_HANDLE = re.compile(r"/@([a-z0-9_-]{1,30})(?:/|$)")
_MOST, _LONGEST, _LONGEST_WORDS = 50, 500, 5_000


def flag(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Of the objects only those of this server are kept; the commons is that of the first in one."""
    named = [uri[:_LONGEST] for uri in reading.ids_of(activity.get("object"))]
    about = [uri for uri in named if addresses.path_of(uri)][:_MOST]
    if not about:
        return NOT_OURS
    waiting = Report.objects.filter(remote__host=author.host_id, handled__isnull=True)
    if waiting.count() >= MOST_OF_HOST:
        return TOO_MANY
    words = activity.get("content")
    Report.objects.get_or_create(
        uri=received.uri,
        defaults={
            "remote": author,
            "commons": _commons(about),
            "objects_named": about,
            "words": words[:_LONGEST_WORDS] if isinstance(words, str) else "",
        },
    )
    return "reported"


def _commons(about: list[str]) -> Actor | None:
    found = (_HANDLE.match(addresses.path_of(uri)) for uri in about)
    handles = [match[1] for match in found if match]
    there = Actor.objects.filter(handle__in=handles, kind=ActorKind.COMMONS)
    return min(there, key=lambda actor: handles.index(actor.handle), default=None)
