"""From a row to what comes of it: read, who said it, and the handler for its type."""

from dataclasses import dataclass, field

from ..activitystreams import parsing
from ..models import Received, ReceivedState, RemoteActor
from ..remote.asking import RemoteError
from ..steering import blocking
from . import handlers
from .handlers.model import AGAIN, Activity, Need

Outcome = tuple[ReceivedState, str]


@dataclass(eq=False)
class Item:
    """`needs`: what is still to be fetched from other servers before it can be handled. `failed` is the word
    for it when that cannot be had; `error` what went wrong while it was read: a fault of ours."""

    row: Received
    activity: Activity
    author: RemoteActor | None
    needs: list[Need] = field(default_factory=list)
    failed: str = ""
    error: Exception | None = None


def read(rows: list[Received]) -> list[Item]:
    """With who said them, in one query for all."""
    uris = {row.actor for row in rows}
    known = RemoteActor.objects.select_related("host").filter(uri__in=uris)
    authors = {author.uri: author for author in known}
    return [_read(row, authors.get(row.actor)) for row in rows]


def _read(row: Received, author: RemoteActor | None) -> Item:
    try:
        return _item(row, author)
    except Exception as error:  # this row waits, the others go on
        return Item(row, {}, author, error=error)


def _item(row: Received, author: RemoteActor | None) -> Item:
    item = Item(row, parsing.parse(bytes(row.body)), author)
    if author is None and row.type not in handlers.HANDLERS:
        item.failed = "unknown-type"
    elif author is None:
        item.needs = [Need(AGAIN, row.actor)]
    elif not _refused(author):
        item.needs = needs(row, item.activity, author)
    return item


def needs(row: Received, activity: Activity, author: RemoteActor) -> list[Need]:
    asked = handlers.NEEDS.get(row.type)
    return list(asked(row, activity, author)) if asked is not None else []


def outcome(item: Item) -> Outcome:
    """Inside a transaction; raises whatever a handler raises."""
    if item.error is not None:
        raise item.error
    if item.failed or item.author is None:
        return ReceivedState.DROPPED, item.failed or "unknown-actor"
    refused = _refused(item.author)
    if refused:
        return ReceivedState.DROPPED, refused
    handler = handlers.HANDLERS.get(item.row.type)
    if handler is None:
        return ReceivedState.DROPPED, "unknown-type"
    try:
        word = handler(item.row, item.activity, item.author)
    except RemoteError as error:  # before anything was written
        return ReceivedState.DROPPED, error.reason
    return (ReceivedState.DROPPED if word in handlers.IGNORED else ReceivedState.DONE), word


def _refused(author: RemoteActor) -> str:
    if blocking.is_suspended(author):
        return "suspended"
    return "gone" if author.gone is not None else ""
