"""Objects and activities of ours as others read them: in an inbox, an outbox, or at their own address.

Ids of activities follow from the object and how often something was said about it, so that saying the same
again after a crash says the same.
"""

import re
from typing import Any

from gemeengoed.core import registry

from .. import addresses
from ..models import PublishedObject

Json = dict[str, Any]
_FIRST = re.compile(r"([0-9]{1,18})-1(?:-announce)?")


def now_holds(published: PublishedObject) -> Json | None:
    """The object as it is now, with who it is for; None when not everybody may read it."""
    declared = registry.federated().get(published.object_type)
    found = declared.document(published.uri) if declared else None
    return whole(found) if found else None


def whole(found: registry.FederatedObject) -> Json:
    """Public, for the followers of who speaks and of the commons (ActivityPub, section 5.6; FEP-1b12: the
    group is its audience)."""
    commons = found.commons if found.commons != found.speaker else ""
    copies = [addresses.followers(found.speaker)]
    if commons:
        copies += [addresses.actor(commons), addresses.followers(commons)]
    more: Json = {"to": [addresses.PUBLIC], "cc": [*copies, *found.mentions]}
    if commons:
        more["audience"] = addresses.actor(commons)
    return {**found.json, **more}


def create(published: PublishedObject, thing: Json) -> Json:
    return _about(published, "Create", thing, name=f"{published.pk}-1", at=thing["published"])


def of_outbox(uri: str) -> Json | None:
    """The Create or Announce with this id as an outbox shows it, also when it was never sent."""
    found = _FIRST.fullmatch(uri.rpartition("/")[2])
    rows = PublishedObject.objects.select_related("speaker", "commons")
    row = rows.filter(pk=found[1], gone__isnull=True).first() if found else None
    thing = now_holds(row) if row is not None else None
    if row is None or thing is None:
        return None
    said = create(row, thing)
    return next((one for one in (said, announce(row, said)) if one and one["id"] == uri), None)


def update(published: PublishedObject, thing: Json) -> Json:
    name = f"{published.pk}-{published.times}"
    at = thing.get("updated") or published.updated.isoformat()
    return _about(published, "Update", thing, name=name, at=at)


def delete(published: PublishedObject) -> Json:
    """Leaves a Tombstone (ActivityStreams vocabulary, section 3.3)."""
    at = (published.gone or published.updated).isoformat()
    name = f"{published.pk}-{published.times}"
    return _about(published, "Delete", tombstone(published), name=name, at=at)


def tombstone(published: PublishedObject) -> Json:
    stone: Json = {
        "id": addresses.absolute(published.uri),
        "type": "Tombstone",
        "formerType": published.type,
    }
    if published.gone:
        stone["deleted"] = published.gone.isoformat()
    return stone


def announce(published: PublishedObject, said: Json) -> Json | None:
    """What the commons announces of what somebody in it said; None when it speaks for itself.

    A new object is announced by its id, which Mastodon and its kind show as shared; what changes it is
    announced as an activity (FEP-1b12), since another Announce of the object would say nothing new.
    """
    commons = published.commons
    if commons is None or commons.pk == published.speaker_id:
        return None
    thing = addresses.absolute(published.uri) if said["type"] == "Create" else said
    name = said["id"].rpartition("/")[2]
    return {
        "id": addresses.activity(commons.handle, f"{name}-announce"),
        "type": "Announce",
        "actor": addresses.actor(commons.handle),
        "object": thing,
        "published": said["published"],
        "to": [addresses.PUBLIC],
        "cc": [addresses.followers(commons.handle), addresses.actor(published.speaker.handle)],
    }


def _about(published: PublishedObject, type_: str, thing: Json, *, name: str, at: str) -> Json:
    handle = published.speaker.handle
    copies = [addresses.followers(handle)]
    if published.commons and published.commons_id != published.speaker_id:
        copies.append(addresses.actor(published.commons.handle))
    copies += [uri for uri in thing.get("cc", ()) if not addresses.path_of(uri)]
    return {
        "id": addresses.activity(handle, name),
        "type": type_,
        "actor": addresses.actor(handle),
        "object": thing,
        "published": at,
        "to": [addresses.PUBLIC],
        "cc": copies,
    }
