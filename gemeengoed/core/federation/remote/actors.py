"""Actors of other servers: fetched, checked, kept. For jobs: this asks and waits."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.fetching import FetchError

from .. import addresses
from ..activitystreams import reading
from ..models import Host, RemoteActor, RemoteKey
from . import asking, listed, naming, pictures, profiles
from .asking import Found, RemoteError
from .profiles import Profile

if TYPE_CHECKING:
    from ..signatures.model import PublicKey

Json = dict[str, Any]
_GONE = (404, 410)


def known(uri: str) -> RemoteActor | None:
    """Whoever was met before. Asks nobody."""
    return RemoteActor.objects.select_related("host").filter(uri=uri).first()


def fetch(uri: str) -> RemoteActor:
    """Asks for the actor at `uri` and keeps them with their keys. Whoever is not there (any more) is marked
    as gone, if known, and raises RemoteError('gone'). Raises FetchError and RemoteError.

    The actor may turn out to stand elsewhere: who asks compares `.uri`.
    """
    try:
        return keep(document(uri))
    except FetchError as error:
        if error.status not in _GONE:
            raise
        gone = RemoteError("gone", uri)
    except RemoteError as error:
        if error.reason != "gone":
            raise
        gone = error
    now = timezone.now()
    RemoteActor.objects.filter(uri=uri, gone__isnull=True).update(gone=now)
    raise gone


def document(uri: str) -> Json:
    """The document of an actor, read where its id says that it stands: a document elsewhere that says to be
    somebody is not believed (ActivityPub, section 3; FEP-fe34). Raises FetchError and RemoteError."""
    found = asking.get(uri)
    return found.json if stands_at_home(found) else _again(found)


def stands_at_home(found: Found) -> bool:
    return same(reading.id_of(found.json), found.address)


def same(uri: str, other: str) -> bool:
    """Whether two addresses are one document."""
    try:
        return bool(uri) and asking.as_sent(uri) == asking.as_sent(other)
    except RemoteError:
        return False


def _again(found: Found) -> Json:
    """Once, and then it must be so."""
    again = asking.get(reading.id_of(found.json))
    if not stands_at_home(again):
        raise RemoteError("id", reading.id_of(found.json)[:200])
    return again.json


def keep(document: Json) -> RemoteActor:
    """Keeps the actor of a document that stood at its id. Raises RemoteError."""
    profile = profiles.read(document)
    before = known(profile.uri)
    domain = naming.domain(profile, before)
    with transaction.atomic():
        actor = _stored(profile, domain)
        _store_keys(actor, listed.keys(document))
        pictures.name([actor.icon], actor.host_id)
    return actor


def _stored(profile: Profile, domain: str) -> RemoteActor:
    name = addresses.host_of(profile.uri)
    Host.objects.bulk_create([Host(name=name)], ignore_conflicts=True)
    values = asdict(profile)
    del values["address"], values["uri"]
    values |= {"also_known_as": list(profile.also_known_as), "domain": domain}
    values |= {"host_id": name, "fetched": timezone.now(), "gone": None}
    actor, _made = RemoteActor.objects.update_or_create(uri=profile.uri, defaults=values)
    return RemoteActor.objects.select_related("host").get(pk=actor.pk)


def _store_keys(actor: RemoteActor, keys: "dict[str, PublicKey | None]") -> None:
    """Those within its own document are its own. One that stands elsewhere must first say so itself
    (`keys.fetch`); until then nobody's document can take the name of another's key."""
    from ..signatures import publics  # noqa: PLC0415 - cryptography, 8 MB

    for row in RemoteKey.objects.filter(owner=actor):
        now = keys.get(row.key_id)
        if row.key_id not in keys or (now and publics.to_der(now) != bytes(row.public)):
            row.delete()
    for key_id, key in keys.items():
        if key is not None and same(key_id, actor.uri):
            store_key(actor, key_id, key)


def store_key(actor: RemoteActor, key_id: str, key: "PublicKey") -> RemoteKey:
    from ..signatures import publics  # noqa: PLC0415

    values = {
        "owner": actor,
        "algorithm": publics.algorithm_of(key),
        "public": publics.to_der(key),
        "tried": timezone.now(),
    }
    return RemoteKey.objects.update_or_create(key_id=key_id, defaults=values)[0]
