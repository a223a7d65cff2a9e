"""What actors on other servers said: kept as it may be shown, asked for at its own address.

An actor speaks only for its own objects, on its own host (FEP-fe34).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.database.once import joined
from gemeengoed.core.fetching import FetchError

from .. import addresses
from ..activitystreams import reading
from ..activitystreams.reading import Described
from ..models import RemoteActor, RemoteObject
from . import actors, asking, pictures, placing, telling
from .asking import RemoteError

Json = dict[str, Any]
LONGEST_URI, LONGEST_NAME, LONGEST_SUMMARY = 500, 300, 500
LONGEST_TYPE, LONGEST_LANGUAGE = 40, 35
_GONE = (404, 410)
_NO_OBJECTS = set(
    "Person Group Service Application Organization Collection OrderedCollection CollectionPage "  # noqa: SIM905
    "OrderedCollectionPage Create Update Delete Announce Like Follow Accept Reject Undo Move".split()
)


def known(uri: str) -> RemoteObject | None:
    """What was kept before. Asks nobody."""
    return RemoteObject.objects.select_related("author__host").filter(uri=uri).first()


def store(
    described: Described, uri: str, author: RemoteActor, *, is_new: bool = False
) -> RemoteObject:
    """Keeps what `author` says at `uri` as it is now, with its place in the thread and the names of its
    pictures; asks nobody, so it may stand in a transaction, and may run twice. What is older than what is
    kept changes nothing, and neither does what is gone. `is_new`: the caller has just seen, in the same
    transaction, that nothing is kept; when somebody else keeps it meanwhile that is an IntegrityError.
    Raises RemoteError: 'id', 'host', 'author', 'gone'."""
    _check(described, uri, author)
    with joined():
        if is_new:
            row = _made(described, uri, author)
        else:
            rows = RemoteObject.objects.select_for_update(of=("self",))
            row, made = rows.get_or_create(uri=uri, defaults=_values(described, uri, author))
            if not made:
                if row.author_id != author.pk:
                    raise RemoteError("author", uri)
                if row.gone is not None or _is_older(described, row):
                    return row
                _change(row, described, uri, author)
            placing.place(row)
        shown = [one["url"] for one in row.attachments if one["type"] == "Image"]
        pictures.name(shown, author.host_id)
    return row


def _made(described: Described, uri: str, author: RemoteActor) -> RemoteObject:
    row = RemoteObject(uri=uri, **_values(described, uri, author))
    row.about = placing.place_of(row)
    row.save(force_insert=True)
    if row.about:
        placing.place_below(uri, row.about)
    return row


def fetch(uri: str) -> RemoteObject:
    """Asks for the object at `uri` and keeps it, with its author. What is not there (any more) is marked as
    gone, if known, and raises RemoteError('gone'). Raises FetchError and RemoteError.

    It may turn out to stand elsewhere: who asks compares `.uri`.
    """
    return keep(ask(uri))


def ask(uri: str) -> Described:
    """What stands at `uri`, read where its id says that it stands; nothing is kept. Raises as `fetch`."""
    try:
        thing = _at_home(uri)
    except FetchError as error:
        if error.status not in _GONE:
            raise
        remove(uri)
        raise RemoteError("gone", uri) from error
    types = set(reading.types_of(thing))
    if "Tombstone" in types:
        remove(uri)
        raise RemoteError("gone", uri)
    if types & _NO_OBJECTS:
        raise RemoteError("type", uri)
    return reading.described(thing)


def keep(described: Described) -> RemoteObject:
    """Keeps what `ask` gave; its author is met first where needed. Raises FetchError and RemoteError."""
    host = addresses.host_of(described.id)
    theirs = [one for one in described.attributed if addresses.host_of(one) == host]
    if not theirs:
        raise RemoteError("author", described.id)
    author = actors.known(theirs[0]) or actors.fetch(theirs[0])
    return store(described, described.id, author)


def remove(uri: str) -> None:
    """What its server says is gone: nothing of it is kept but that it was there, and whoever took it is told,
    both or neither."""
    empty: dict[str, Any] = dict.fromkeys(
        ("name", "summary", "html", "plain", "language", "url"), ""
    )
    rows = RemoteObject.objects.filter(uri=uri, gone__isnull=True)
    with transaction.atomic():
        if rows.update(**empty, attachments=[], gone=timezone.now()):
            gone = RemoteObject.objects.select_related("author__host").get(uri=uri)
            telling.tell("Delete", gone)


def _at_home(uri: str) -> Json:
    """The document that says to be what stands at its address; a copy elsewhere is hearsay."""
    thing, where = asking.get_json(uri)
    named = reading.id_of(thing)
    if _same(named, where):
        return thing
    if not addresses.host_of(named):
        raise RemoteError("id", uri)
    thing, where = asking.get_json(named)
    if not _same(reading.id_of(thing), where):
        raise RemoteError("id", named[:LONGEST_URI])
    return thing


def _same(one: str, other: str) -> bool:
    return bool(one) and one.partition("#")[0] == other.partition("#")[0]


def _check(described: Described, uri: str, author: RemoteActor) -> None:
    if not uri or len(uri) > LONGEST_URI or not uri.isprintable():
        raise RemoteError("id", uri[:LONGEST_URI])
    if addresses.host_of(uri) != author.host_id:
        raise RemoteError("host", uri)
    if described.attributed and author.uri not in described.attributed:
        raise RemoteError("author", uri)
    if described.type == "Tombstone":
        raise RemoteError("gone", uri)


def _is_older(described: Described, row: RemoteObject) -> bool:
    said = described.updated or described.published
    return said is not None and said < (row.updated or row.published)


def _change(row: RemoteObject, described: Described, uri: str, author: RemoteActor) -> None:
    values = _values(described, uri, author)
    if described.published is None:
        values["published"] = row.published
    # What was answered in private must not come to lie open because somebody changes what it answers.
    values["public"] = described.public and row.public
    if values["answers"] == row.answers:
        values["about"] = row.about
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _values(described: Described, uri: str, author: RemoteActor) -> dict[str, Any]:
    """The columns, within their bounds."""
    now = timezone.now()
    return {
        "author": author,
        "type": described.type[:LONGEST_TYPE],
        "answers": _address(described.answers),
        "about": "",
        "url": _address(described.url) or uri,
        "name": _cut(described.name, LONGEST_NAME),
        "summary": _cut(described.summary, LONGEST_SUMMARY),
        "html": described.html,
        "plain": described.plain,
        "language": described.language[:LONGEST_LANGUAGE],
        "sensitive": described.sensitive,
        "public": described.public,
        "attachments": described.attachments,
        "published": min(described.published or now, now),
        "updated": min(described.updated, now) if described.updated else None,
    }


def _address(uri: str) -> str:
    return uri if len(uri) <= LONGEST_URI and uri.isprintable() and addresses.host_of(uri) else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
