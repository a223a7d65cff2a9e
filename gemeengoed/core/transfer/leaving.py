"""A commons written out, with all that others need to go on with it elsewhere."""

from collections.abc import Iterable
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed import __version__
from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.people.models import Organisation, Person, PersonState
from gemeengoed.core.portable import Departure, Row, values

from .archive import Manifest, Writer

FILE = (
    "sha256", "storage_name", "media_type", "width", "height", "size", "variants", "original_name",
    "was_moving", "created",
)  # fmt: skip
NAMELESS = "-"


class References:
    """Gives each person, organisation and file a reference when it is first met."""

    def __init__(self) -> None:
        self.agreed = set(
            Person.objects.filter(name_travels=True, state=PersonState.ACTIVE).values_list(
                "actor", flat=True
            )
        )
        self.elsewhere = set(
            Actor.objects.filter(kind=ActorKind.ELSEWHERE).values_list("pk", flat=True)
        )
        self.people: dict[int, str] = {}
        self.organisations: dict[int, str] = {}
        self.files: dict[int, str] = {}

    def person(self, actor: int | None) -> str:
        """'p3', or 'p3-' when the name stays behind."""
        if actor is None:
            return ""
        goes_along = actor in self.agreed or actor in self.elsewhere
        number = len(self.people) + 1
        return self.people.setdefault(actor, f"p{number}{'' if goes_along else NAMELESS}")

    def organisation(self, pk: int | None) -> str:
        return "" if pk is None else self.organisations.setdefault(pk, f"o{pk}")

    def file(self, pk: int | None) -> str:
        return "" if pk is None else self.files.setdefault(pk, f"f{pk}")


def write(commons: Commons, target: IO[bytes]) -> Manifest:
    """Writes the archive of `commons` to `target`, which must be seekable. Reads only."""
    manifest = Manifest(
        software=__version__,
        origin=settings.BASE_URL,
        handle=commons.handle,
        made=timezone.now().isoformat(timespec="seconds"),
    )
    writer, met = Writer(target, manifest), References()
    departure = Departure(commons.handle, met.person, met.organisation, met.file)
    for capability in registry.capabilities():
        for part in capability.portable:
            writer.rows(part.name, part.rows(departure))
    writer.rows("organisations", _organisations(met))
    writer.rows("people", _people(met, commons))
    writer.rows("files", _files(met))
    _write_files(writer, met)
    writer.finish()
    return manifest


def _people(met: References, commons: Commons) -> Iterable[Row]:
    """Names of those who agreed; of the others a number, so that one can tell them apart."""
    actors = Actor.objects.in_bulk(met.people)
    for pk, reference in met.people.items():
        actor = actors[pk]
        if reference.endswith(NAMELESS):
            number = reference.strip("p-")
            words = {"number": number, "commons": commons.actor.name}
            yield {"ref": reference, "name": _("Somebody of %(commons)s (%(number)s)") % words}
        else:
            home = actor.home or f"{settings.BASE_URL}{actor.get_absolute_url()}"
            yield {"ref": reference, "name": actor.name, "home": home}


def _organisations(met: References) -> Iterable[Row]:
    found = Organisation.objects.filter(pk__in=met.organisations).select_related("actor")
    for one in found.order_by("pk"):
        yield {
            "ref": met.organisation(one.pk),
            "handle": one.actor.handle,
            "name": one.actor.name,
            **values(one, "description", "website", "logo_alt"),
            "logo": met.file(one.logo_id),
        }


def _files(met: References) -> Iterable[Row]:
    for file in MediaFile.objects.filter(pk__in=met.files).order_by("pk"):
        yield {"ref": met.file(file.pk), **values(file, *FILE)}


def _write_files(writer: Writer, met: References) -> None:
    names = MediaFile.objects.filter(pk__in=met.files).values_list("storage_name", "variants")
    wanted = {name for one, variants in names for name in (one, *variants.values())}
    for name in sorted(wanted):
        with default_storage.open(name) as content:
            writer.file(name, content)
