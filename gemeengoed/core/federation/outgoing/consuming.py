"""From what happened here to what others are told: what holds now beside what was last said.

Verbs are not translated: publishing, changing an audience, withdrawing, restoring a backup and a wake-up
that was lost are one case, and it may run twice (docs/decisions/0030-federation.md).
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gemeengoed.core import registry
from gemeengoed.core.activity.models import Activity
from gemeengoed.core.actors.models import Actor

from ..activitystreams import writing
from ..models import PublishedObject
from . import activities
from .saying import say

Json = dict[str, Any]
Inboxes = Sequence[tuple[str, str]]


def consume(activity: Activity) -> None:
    """A consumer of `activity.record`."""
    if activity.object_type in registry.federated():
        tell(activity.object, activity.object_type)


def tell(uri: str, object_type: str, inboxes: Inboxes = ()) -> None:
    """Says what is new about the object at `uri` (a path) to the followers and to `inboxes` (`saying.to`);
    nothing when that was said already."""
    with transaction.atomic():
        known = _known(uri)
        # After the row is locked: of two that run at once the last says what holds.
        found = registry.federated()[object_type].document(uri)
        if found is None:
            if known is not None and known.gone is None:
                _delete(known, inboxes)
            return
        thing = activities.whole(found)
        digest = hashlib.sha256(writing.dumps(thing)).hexdigest()
        if known is None:
            _create(_new(uri, object_type, found, digest), thing, inboxes)
        elif known.digest != digest or known.gone is not None:
            _update(known, found, thing, digest, inboxes)


def fill() -> None:
    """Says of every public object what was never said: those from before there was federation, and what a
    lost row left. Nobody is told of old objects one by one: they stand in the outbox."""
    for object_type, declared in registry.federated().items():
        known = set(
            PublishedObject.objects.filter(object_type=object_type).values_list("uri", flat=True)
        )
        for uri in declared.all_uris():
            if uri not in known:
                _note(uri, object_type)


def _note(uri: str, object_type: str) -> None:
    found = registry.federated()[object_type].document(uri)
    if found is None:
        return
    digest = hashlib.sha256(writing.dumps(activities.whole(found))).hexdigest()
    with transaction.atomic():
        if _known(uri) is None:
            _new(uri, object_type, found, digest)


def _known(uri: str) -> PublishedObject | None:
    rows = PublishedObject.objects.select_for_update(of=("self",))
    return rows.select_related("speaker", "commons").filter(uri=uri).first()


def _new(
    uri: str, object_type: str, found: registry.FederatedObject, digest: str
) -> PublishedObject:
    return PublishedObject.objects.create(
        uri=uri,
        object_type=object_type,
        type=found.json["type"],
        speaker=Actor.objects.get(handle=found.speaker),
        commons=Actor.objects.filter(handle=found.commons).first() if found.commons else None,
        digest=digest,
        published=parse_datetime(found.json["published"]) or timezone.now(),
    )


def _create(published: PublishedObject, thing: Json, inboxes: Inboxes) -> None:
    _say(published, activities.create(published, thing), inboxes)


def _update(
    known: PublishedObject,
    found: registry.FederatedObject,
    thing: Json,
    digest: str,
    inboxes: Inboxes,
) -> None:
    """What was deleted and is there again is said anew: others forgot it, but know its id as gone, so it is
    an Update, which Mastodon takes as new when it does not know the object."""
    if known.speaker.handle != found.speaker:
        known.speaker = Actor.objects.get(handle=found.speaker)
    known.digest, known.gone, known.times = digest, None, known.times + 1
    known.type, known.updated = found.json["type"], timezone.now()
    known.save()
    _say(known, activities.update(known, thing), inboxes)


def _delete(known: PublishedObject, inboxes: Inboxes) -> None:
    known.gone = known.updated = timezone.now()
    known.times += 1
    known.save(update_fields=["gone", "updated", "times"])
    _say(known, activities.delete(known), inboxes)


def _say(published: PublishedObject, said: Json, inboxes: Inboxes) -> None:
    say(published.speaker, said, to_followers=True, inboxes=inboxes)
    announced = activities.announce(published, said)
    if announced is not None and published.commons is not None:
        say(published.commons, announced, to_followers=True)
