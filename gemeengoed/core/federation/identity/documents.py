"""Documents of actors here: a person, a commons (Group), the server itself (Application)."""

from typing import Any

from django.conf import settings

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.media import queries as media
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.text import languages, markdown

from .. import addresses, keys
from ..models import FederationSettings, FollowPolicy

Json = dict[str, Any]
PICTURE_WIDTH = 320
INSTANCE = "instance"


def of(actor: Actor) -> Json | None:
    """What others read of `actor`, without `@context`; None for who is not there for others: an organisation,
    somebody who waits, is suspended or left."""
    made = {
        ActorKind.PERSON: _person,
        ActorKind.COMMONS: _group,
        ActorKind.INSTANCE: _instance,
    }.get(ActorKind(actor.kind))
    return made(actor) if made is not None and actor.gone is None else None


def _person(actor: Actor) -> Json | None:
    person = Person.objects.select_related("picture").filter(actor=actor).first()
    if person is None or person.state != PersonState.ACTIVE:
        return None
    return {
        **_common(actor, "Person", actor.name),
        "summary": markdown.render(person.summary).html if person.summary else "",
        "icon": _picture(person.picture, person.picture_alt) or _emblem(actor),
    }


def _group(actor: Actor) -> Json | None:
    """FEP-1b12: a Group; only its members can publish in it."""
    commons = Commons.objects.select_related("picture").filter(actor=actor).first()
    if commons is None:
        return None
    _language, purpose = languages.best(commons.purpose, [commons.language])
    icon = None
    if commons.picture:
        _language, alt = languages.best(commons.picture_alt, [commons.language])
        icon = _picture(commons.picture, alt)
    found = _common(actor, "Group", actor.name)
    found["summary"] = markdown.render(purpose).html if purpose else ""
    found["icon"] = icon or _emblem(actor)
    found["postingRestrictedToMods"] = True
    if len(commons.names) > 1:
        found["nameMap"] = commons.names
    return found


def _instance(actor: Actor) -> Json:
    """The actor that signs what the server itself asks; it follows nobody and nobody follows it."""
    found = _common(actor, "Application", settings.DOMAIN)
    for name in ("followers", "following"):
        del found[name]
    return {**found, "url": addresses.absolute("/"), "manuallyApprovesFollowers": True}


def _common(actor: Actor, type_: str, name: str) -> Json:
    handle = actor.handle
    own = FederationSettings.objects.filter(actor=actor).first() or FederationSettings(actor=actor)
    found: Json = {
        "id": addresses.actor(handle),
        "type": type_,
        "preferredUsername": handle,
        "name": name,
        "url": addresses.absolute(f"/@{handle}/"),
        "inbox": addresses.inbox(handle),
        "outbox": addresses.outbox(handle),
        "followers": addresses.followers(handle),
        "following": addresses.following(handle),
        "endpoints": {"sharedInbox": addresses.shared_inbox()},
        "published": actor.created.isoformat(),
        "discoverable": True,
        "indexable": True,
        "manuallyApprovesFollowers": own.followers == FollowPolicy.APPROVAL,
        "publicKey": {
            "id": addresses.key(handle),
            "owner": addresses.actor(handle),
            "publicKeyPem": keys.pem(keys.pair(actor)),
        },
    }
    if own.also_known_as:
        found["alsoKnownAs"] = own.also_known_as
    if own.moved_to:
        found["movedTo"] = own.moved_to
    return found


def _picture(file: MediaFile | None, alt: str) -> Json | None:
    """None for a drawing: Mastodon takes no SVG."""
    if file is None or file.media_type == "image/svg+xml":
        return None
    found: Json = {
        "type": "Image",
        "mediaType": file.media_type,
        "url": addresses.absolute(media.address(file, PICTURE_WIDTH)),
    }
    return {**found, "name": alt} if alt else found


def _emblem(actor: Actor) -> Json:
    url = addresses.absolute(f"/@{actor.handle}/emblem.png")
    return {"type": "Image", "mediaType": "image/png", "url": url}
