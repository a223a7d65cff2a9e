"""What a handler is: a function of what came, read, and who said it, to one word for what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ...activitystreams import reading
from ...models import Received, RemoteActor

Activity = dict[str, Any]
Handler = Callable[[Received, Activity, RemoteActor], str]
"""Called inside a transaction, at least once; must be idempotent and ask nothing of the network."""

AGAIN, OBJECT = "actor", "object"


@dataclass(frozen=True)
class Need:
    """What a handler must be able to find: an actor as they are now on their own server (`AGAIN`), or an
    object from its own address (`OBJECT`)."""

    what: str
    uri: str


Needs = Callable[[Received, Activity, RemoteActor], Iterable[Need]]
"""Called outside a transaction."""

NOT_OURS, UNKNOWN, NOT_THEIRS = "not-ours", "unknown", "not-theirs"


def is_about_themselves(activity: Activity, author: RemoteActor) -> bool:
    return reading.id_of(activity.get("object")) == author.uri
