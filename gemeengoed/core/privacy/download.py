"""Everything held on one person in one ZIP of JSON files (GDPR articles 15 and 20)."""

import json
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import PersonalData

from .queries import register

IN_MEMORY = 5_000_000
"""Bytes; a larger download is made on disk."""


def archive(person: Person) -> IO[bytes]:
    """An open file, at its beginning, that vanishes when it is closed."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("README.txt", _explanation(person))
        for part in register():
            for number, held in enumerate(part.held, start=1):
                if held.export is not None:
                    _write(zipped, f"{part.slug}/{number:02}.json", held, person)
        _add_pictures(zipped, person)
    file.seek(0)
    return file


def _explanation(person: Person) -> str:
    return _(
        "This is all that %(domain)s holds on @%(handle)s, made on %(date)s.\n\n"
        "Each file says what it holds, why, on which ground and for how long; `rows` is the data.\n"
        "The folder pictures holds your own pictures.\n"
    ) % {
        "domain": settings.DOMAIN,
        "handle": person.handle,
        "date": timezone.localdate().isoformat(),
    }


def _write(zipped: ZipFile, name: str, held: PersonalData, person: Person) -> None:
    about = {key: str(getattr(held, key)) for key in ("what", "why", "ground", "how_long")}
    rows = held.export(person.pk) if held.export else []
    with zipped.open(name, "w") as file:
        file.write(json.dumps(about, ensure_ascii=False)[:-1].encode() + b', "rows": [')
        for piece in _pieces(rows):
            file.write(piece)
        file.write(b"\n]}\n")


def _pieces(rows: Iterable[dict[str, Any]]) -> Iterable[bytes]:
    separator = "\n"
    for row in rows:
        written = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        yield (separator + written).encode("utf-8", "replace")
        separator = ",\n"


def _add_pictures(zipped: ZipFile, person: Person) -> None:
    for file in person.actor.files.order_by("pk"):
        if default_storage.exists(file.storage_name):
            name = file.storage_name.rpartition("/")[2]
            with default_storage.open(file.storage_name) as stored:
                zipped.writestr(f"pictures/{name}", stored.read())
