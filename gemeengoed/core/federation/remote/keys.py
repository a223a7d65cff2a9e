"""Keys of other servers: fetched where they stand, and believed when their owner lists them. For jobs."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gemeengoed.core.fetching import FetchError

from .. import addresses
from ..activitystreams import reading
from ..models import RemoteActor, RemoteKey
from . import actors, asking, listed, profiles
from .asking import RemoteError

if TYPE_CHECKING:
    from ..signatures.model import PublicKey

Json = dict[str, Any]
AGAIN = timedelta(minutes=10)
"""How long a key is not asked for again, whoever sends bad signatures under it."""


def known(key_id: str) -> RemoteKey | None:
    """One that was fetched before. Asks nobody."""
    return RemoteKey.objects.select_related("owner__host").filter(key_id=key_id).first()


def fetch(key_id: str) -> RemoteKey:
    """Asks for the key, and for its owner, who must list it and be on its host. Raises FetchError and
    RemoteError; 'gone' when there is no such key or actor (any more)."""
    try:
        return _fetch(key_id)
    except FetchError as error:
        if error.status not in (404, 410):
            raise
        base = key_id.partition("#")[0]
        RemoteActor.objects.filter(uri=base, gone__isnull=True).update(gone=timezone.now())
        raise RemoteError("gone", key_id) from error


def may_try_again(key_id: str) -> bool:
    """Whether it is time to ask again for a known key; true for one asker, who then must."""
    now = timezone.now()
    due = RemoteKey.objects.filter(key_id=key_id, tried__lte=now - AGAIN)
    return due.update(tried=now) == 1


def _fetch(key_id: str) -> RemoteKey:
    found = asking.get(key_id)
    _require_host(found.address, key_id)
    document, named = found.json, None
    if not _is_whole_actor(document) or not actors.stands_at_home(found):
        uri, named = _pointed(document, key_id)
        _require_host(uri, key_id)
        document = actors.document(uri)
    actor = actors.keep(document)
    _require_host(actor.uri, key_id)
    keys = listed.keys(document)
    key = keys.get(key_id) or named
    if key_id not in keys or key is None:
        raise RemoteError("key", key_id)
    return actors.store_key(actor, key_id, key)


def _is_whole_actor(document: Json) -> bool:
    return "inbox" in document and bool(set(reading.types_of(document)) & set(profiles.TYPES))


def _pointed(document: Json, key_id: str) -> "tuple[str, PublicKey | None]":
    """Whose key a document of its own says to be, and the key if it stands there: a bare key, or a part of
    the actor around it, as GoToSocial shows it."""
    inner = document.get("publicKey")
    several = [document, *(inner if isinstance(inner, list) else [inner])]
    for thing in several:
        if reading.id_of(thing) == key_id and listed.owner(thing):
            return listed.owner(thing), listed.key(thing)
    return reading.id_of(document), None


def _require_host(uri: str, key_id: str) -> None:
    if addresses.host_of(uri) != addresses.host_of(key_id):
        raise RemoteError("host", uri)
