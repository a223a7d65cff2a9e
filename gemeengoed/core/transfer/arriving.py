"""A commons taken in from an archive: verified first, then all rows in one transaction, unseen; then
what takes long; and only when all of it is there people see it.

Nothing in the archive is trusted: hashes and log are verified, every field is checked as if it were typed,
pictures are looked at again, HTML is not in it and is made here.
"""

from collections.abc import Callable
from contextlib import closing
from hashlib import file_digest
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import ActorKind
from gemeengoed.core.actors.services import create_actor, touch_everywhere
from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.log import services as log
from gemeengoed.core.people.models import Person
from gemeengoed.core.portable import Arrival, BadRow
from gemeengoed.core.search import services as search

from .archive import Reader
from .coming_along import Companions
from .models import Arrived

Say = Callable[[str], None]


def arrive(
    source: Path, steward: Person, *, into: str = "", say: Say = lambda words: None
) -> Commons:
    """Takes in the commons in `source`, under its own handle or `into`; `steward` becomes its steward.

    Raises BadArchive, BadRow, or ValidationError (a handle that is taken). What was interrupted goes on
    when the same file is brought again.
    """
    with source.open("rb") as file, closing(Reader(file)) as reader:
        digest = _digest(source)
        handle = into or reader.manifest.handle
        begun = Arrived.objects.filter(
            digest=digest, finished=None, commons__actor__handle=handle
        ).first()
        if begun is None:
            say(_("Verifying …"))
            reader.verify()
            companions = Companions(reader)
            say(_("Looking at pictures …"))
            companions.store_files()
            say(_("Taking in …"))
            begun = _take_in(reader, companions, handle, steward, digest)
    say(_("Making pages …"))
    return _finish(begun, steward)


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@transaction.atomic
def _take_in(
    reader: Reader, companions: Companions, handle: str, steward: Person, digest: str
) -> Arrived:
    commons = _hidden(handle)
    companions.come_to(commons)
    arrival = Arrival(
        commons.pk, handle, companions.person, companions.organisation, companions.file
    )
    for capability in registry.capabilities():
        for part in capability.portable:
            try:
                part.bring(arrival, reader.rows(part.name))
            except (KeyError, TypeError, AttributeError) as error:
                raise BadRow(f"{part.name}: a row is not as it should be ({error!r})") from error
    Membership.objects.create(commons=commons, person=steward, role=MemberRole.STEWARD)
    return Arrived.objects.create(
        commons=commons,
        origin=f"{reader.manifest.origin}/@{reader.manifest.handle}/"[:500],
        digest=digest,
        counts=reader.manifest.counts,
    )


def _hidden(handle: str) -> Commons:
    """The commons, as yet without anything and seen by nobody. Raises ValidationError."""
    actor = create_actor(handle, ActorKind.COMMONS, handle)
    actor.gone = timezone.now()
    actor.save(update_fields=["gone"])
    return Commons.objects.create(actor=actor)


def _finish(arrived: Arrived, steward: Person) -> Commons:
    for capability in registry.capabilities():
        for part in capability.portable:
            if part.finish is not None:
                part.finish(arrived.commons_id)
    _show(arrived, steward)
    _index(arrived.commons)
    return Commons.objects.select_related("actor").get(pk=arrived.commons_id)


@transaction.atomic
def _show(arrived: Arrived, steward: Person) -> None:
    commons = Commons.objects.select_related("actor").get(pk=arrived.commons_id)
    actor = commons.actor
    actor.gone = None
    actor.save(update_fields=["gone"])
    Arrived.objects.filter(pk=arrived.pk).update(finished=timezone.now())
    where = commons.get_absolute_url()
    details = {"origin": arrived.origin, "digest": arrived.digest}
    log.append(actor, "commons.arrived", steward.actor, object=where, details=details)
    activity.record(steward.actor, "create", where, object_type="commons", commons=actor)
    touch_everywhere(actor)


def _index(commons: Commons) -> None:
    """Everything of it that can be found; each object by itself, as after a change."""
    prefix = commons.get_absolute_url()
    for capability in registry.capabilities():
        for declared in capability.searchable:
            mine = [uri for uri in declared.all_uris() if uri.startswith(prefix)]
            for uri in mine:
                search.index(uri, declared.object_type)
