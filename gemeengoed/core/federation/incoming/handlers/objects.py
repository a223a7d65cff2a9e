"""What others say, change and take back (ActivityPub, section 7.2 to 7.4).

Kept is what concerns something here: it answers or mentions something of ours, or goes on in a thread that we
know. A copy counts only when it lies on the host of who sends it and is theirs; anything else is hearsay and
fetched from its own address first.
"""

from collections.abc import Iterator
from datetime import datetime

from gemeengoed.core.database.once import once
from gemeengoed.core.jobs import wake

from ... import addresses
from ...activitystreams import reading
from ...models import OutgoingActivity, PublishedObject, Received, RemoteActor, RemoteObject
from ...remote import objects as remote_objects
from . import actors, completing, ours
from .model import (
    AGAIN,
    NOT_OURS,
    NOT_THEIRS,
    OBJECT,
    UNKNOWN,
    Activity,
    Need,
    is_about_themselves,
)
from .taking import forget, tell

NOT_TAKEN = "not-taken"
_LONGEST_ID = 500
_MOST_NAMED = 20
"""Of those here whom something names are looked up: each costs a query."""


def needs(received: Received, activity: Activity, author: RemoteActor) -> Iterator[Need]:
    if is_about_themselves(activity, author):
        yield Need(AGAIN, author.uri)
        return
    thing = reading.first(activity.get("object"))
    uri = reading.id_of(thing)
    if not uri or len(uri) > _LONGEST_ID or addresses.path_of(uri):
        return
    if isinstance(thing, dict):
        if not _is_theirs(thing, author) and _concerns(thing):
            yield Need(OBJECT, uri)
    elif addresses.host_of(uri) == author.host_id:
        yield Need(OBJECT, uri)


def say(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Create and Update. Which of both it is for us depends on whether we know it."""
    if is_about_themselves(activity, author):
        return "refreshed"
    thing = reading.first(activity.get("object"))
    uri = reading.id_of(thing)
    known = RemoteObject.objects.filter(uri=uri).first() if uri else None
    if known is not None and known.gone is not None:
        return "gone"
    if isinstance(thing, dict) and _is_theirs(thing, author):
        return _stored(thing, uri, author, known)
    if known is None:
        return NOT_OURS
    # Whom it names is read from a copy by who wrote it only.
    goes_on = _is_known(known.answers)
    return _told(known, is_new=received.type == "Create", named="", goes_on=goes_on)


def _stored(thing: Activity, uri: str, author: RemoteActor, known: RemoteObject | None) -> str:
    if known is not None and known.author_id != author.pk:
        return NOT_THEIRS
    goes_on = _goes_on(thing)
    if known is None and not goes_on and not _named(thing):
        return NOT_OURS
    described = reading.described(thing)
    if known is not None and _is_older(described.updated, known.updated):
        return "older"
    stored = remote_objects.store(described, uri, author, is_new=known is None)
    named = "" if stored.about else _named(thing)
    return _told(stored, is_new=known is None, named=named, goes_on=goes_on)


def _is_older(said: datetime | None, known: datetime | None) -> bool:
    return said is not None and known is not None and said < known


def _told(stored: RemoteObject, *, is_new: bool, named: str, goes_on: bool) -> str:
    """What names somebody here and answers nothing of ours is about them; when nobody takes it, it is not
    kept."""
    if not stored.about and named:
        stored.about = f"/@{named}/"
        stored.save(update_fields=["about"])
    word = tell("Create" if is_new else "Update", stored)
    if word is None and not goes_on and not _is_answered(stored):
        stored.delete()
        return NOT_TAKEN
    if is_new and _is_elsewhere(stored.answers) and not _is_known(stored.answers):
        wake(completing.complete, stored.uri)
    return word or "kept"


def delete(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Only by who said it, on their own host; or of themselves."""
    if is_about_themselves(activity, author):
        return actors.leave(author)
    uri = reading.id_of(activity.get("object"))
    known = RemoteObject.objects.select_related("author").filter(uri=uri).first() if uri else None
    if known is None:
        return UNKNOWN
    if known.author_id != author.pk or addresses.host_of(uri) != author.host_id:
        return NOT_THEIRS
    if known.gone is None:
        forget(known)
    return "deleted"


def _is_theirs(thing: Activity, author: RemoteActor) -> bool:
    """On the host of who says it, and attributed to them and nobody else."""
    uri = reading.id_of(thing)
    attributed = reading.ids_of(thing.get("attributedTo"))
    return addresses.host_of(uri) == author.host_id and set(attributed) == {author.uri}


def _concerns(thing: Activity) -> bool:
    return _goes_on(thing) or bool(_named(thing))


def _goes_on(thing: Activity) -> bool:
    """Whether it answers something of ours, or something in a thread that we know."""
    return _is_known(reading.id_of(thing.get("inReplyTo")))


def _is_answered(stored: RemoteObject) -> bool:
    return RemoteObject.objects.filter(answers=stored.uri).exists()


def _is_elsewhere(uri: str) -> bool:
    return bool(uri) and not addresses.path_of(uri)


def _is_known(uri: str) -> bool:
    """Whether it is something of ours that was published or said, or something that we kept."""
    path = addresses.path_of(uri)
    if path and once(_is_published, path):
        return True
    if path:
        return OutgoingActivity.objects.filter(object=uri).exists()
    return bool(uri) and RemoteObject.objects.filter(uri=uri, gone__isnull=True).exists()


def _is_published(path: str) -> bool:
    return PublishedObject.objects.filter(uri=path).exists()


def _named(thing: object) -> str:
    """The handle of the first actor here whom it names or is sent to; empty for none."""
    if not isinstance(thing, dict):
        return ""
    tags = thing.get("tag")
    mentions = [
        tag.get("href")
        for tag in (tags if isinstance(tags, list) else [tags])
        if isinstance(tag, dict) and "Mention" in reading.types_of(tag)
    ]
    named = [uri for uri in mentions if isinstance(uri, str)]
    named += [*reading.ids_of(thing.get("to")), *reading.ids_of(thing.get("cc"))]
    here = [uri for uri in dict.fromkeys(named) if addresses.handle_of(uri)]
    for uri in here[:_MOST_NAMED]:
        found = ours.actor(uri)
        if found is not None and ours.is_here(found):
            return found.handle
    return ""
