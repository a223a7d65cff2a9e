"""Who and what comes along with a commons: people as names, organisations, pictures."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import actor_elsewhere, check_handle, create_actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.media import storing
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.portable import BadRow, Row, fields

from .archive import Reader
from .leaving import FILE
from .pictures import checked

LARGEST_FILE = 200_000_000


class Companions:
    """Turns the references of one archive into rows of this database."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._people = {row.get("ref"): row for row in reader.rows("people")}
        self._organisations = {row.get("ref"): row for row in reader.rows("organisations")}
        self._files = {row.get("ref"): row for row in reader.rows("files")}
        self._known: dict[Any, int] = {}
        self._commons: Commons | None = None

    def store_files(self) -> None:
        """The bytes first, before any row: what no row names later the sweep takes away."""
        for row in self._files.values():
            given = fields(MediaFile, row, *FILE)
            for name in (given["storage_name"], *given["variants"].values()):
                self._store(name)

    def _store(self, name: Any) -> None:
        if not isinstance(name, str) or not storing.NAME.fullmatch(name):
            raise BadRow(f"{name!r} is no name of a file")
        with self.reader.file(name) as content:
            data = content.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise BadRow(f"{name} is too large")
        storing.put(name, checked(name, data))

    def come_to(self, commons: Commons) -> None:
        self._commons = commons

    def person(self, reference: str) -> int | None:
        """Who is known here by their address is meant; of others the name stands here."""
        if not reference:
            return None
        if reference not in self._known:
            row = _explained(self._people, reference)
            self._known[reference] = self._actor(row).pk
        return self._known[reference]

    def _actor(self, row: Row) -> Actor:
        home = row.get("home") or ""
        if home.startswith(f"{settings.BASE_URL}/@"):
            handle = home.removeprefix(f"{settings.BASE_URL}/@").strip("/")
            here = Actor.objects.filter(handle=handle, kind=ActorKind.PERSON, gone=None).first()
            if here is not None:
                return here
        given = fields(Actor, {"name": row.get("name"), "home": home}, "name", "home")
        return actor_elsewhere(given["name"], given["home"])

    def organisation(self, reference: str) -> int | None:
        if not reference:
            return None
        if reference not in self._known:
            row = _explained(self._organisations, reference)
            self._known[reference] = self._organisation(row).pk
        return self._known[reference]

    def _organisation(self, row: Row) -> Organisation:
        """One that is here under the same handle and name is meant; else it comes along."""
        given = fields(Actor, row, "name")
        known = Organisation.objects.filter(actor__handle=row["handle"], actor__name=given["name"])
        return known.first() or self._new_organisation(row, given["name"])

    def _new_organisation(self, row: Row, name: str) -> Organisation:
        words = fields(Organisation, row, "description", "website", "logo_alt")
        organisation = Organisation.objects.create(
            actor=create_actor(_free(row["handle"], name), ActorKind.ORGANISATION, name), **words
        )
        if row.get("logo"):
            organisation.logo_id = self._file_of(row["logo"], organisation.actor)
            organisation.save(update_fields=["logo"])
        return organisation

    def file(self, reference: str) -> int | None:
        if not reference:
            return None
        if self._commons is None:
            raise BadRow("files come after the commons")
        return self._file_of(reference, self._commons.actor)

    def _file_of(self, reference: str, owner: Actor) -> int:
        key = (reference, owner.pk)
        if key not in self._known:
            given = fields(MediaFile, _explained(self._files, reference), *FILE)
            digest = given.pop("sha256")
            file, _new = MediaFile.objects.get_or_create(owner=owner, sha256=digest, defaults=given)
            self._known[key] = file.pk
        return self._known[key]


def _explained(rows: dict[Any, Row], reference: str) -> Row:
    try:
        return rows[reference]
    except KeyError:
        raise BadRow(f"the archive does not say what {reference!r} is") from None


def _free(handle: Any, name: str) -> str:
    """The organisation's own handle, or the nearest that is free."""
    wanted = slugify(str(handle) or name)[:26].strip("-_") or "organisation"
    for tried in (wanted, *(f"{wanted}-{number}" for number in range(2, 100))):
        try:
            check_handle(tried)
        except ValidationError:
            continue
        return tried
    raise BadRow(f"no handle is free for {name!r}")
