"""The parts of a declaration that concern other servers: what goes there, and what is taken from there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FederatedObject:
    """What now holds for an object that everybody may read.

    `speaker` is the handle of who says it: a person here, or the commons itself; `commons` that of the
    commons that announces it, empty for none. `json` is the object in ActivityStreams 2.0 without
    `@context`, `to` and `cc`, with at least id, type, attributedTo and published. `mentions` are the ids of
    those elsewhere whom it names or answers: they stand in `cc`.
    """

    speaker: str
    commons: str
    json: dict[str, Any]
    mentions: Sequence[str] = ()


@dataclass(frozen=True)
class Federated:
    """Objects that go to other servers. `document(uri)` says what now holds for the object at that
    address (a path), or None when not everybody may read it (any more). `all_uris()` serves to say what
    was never said."""

    object_type: str
    document: Callable[[str], FederatedObject | None]
    all_uris: Callable[[], Iterable[str]]


@dataclass(frozen=True)
class IncomingObject:
    """What is taken of what comes from other servers: `take(activity, object)` for these types of activity
    ('Create', 'Update', 'Delete') and of object ('Note'; '*' is any). `object` is a
    `federation.models.RemoteObject`, stored already, which answers something at a path that begins with the
    address of a commons. It returns one word for what came of it, or None: then the next one is asked.

    Called by a job, at least once, inside the transaction that stored it; must be idempotent.
    """

    activities: Sequence[str]
    objects: Sequence[str]
    take: Callable[[str, Any], str | None]
