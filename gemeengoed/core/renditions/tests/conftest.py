"""A published text of a commons, as the editor's pages make it."""

import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.figures import add_figure
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.media.services import store_image
from gemeengoed.core.people.models import Person

TEXT = """Een inleiding met *nadruk*.[^1]

## Wat is het?

Een [koppeling](https://example.org/) en nog eens de noot.[^1]

![Een veld met drie sloten](figure:kaart "Drie sloten · Tekening: Ada")

| | Sloot | Dijk |
|---|---|---:|
| Lengte | 3 | 12 |
| Diepte | 1 | 4 |

Tabel: Maten van het veld

## Wie doet mee?

> [!TIP]
> Vraag het de buren.

1. eerst dit
2. dan dat

   - ook nog

[^1]: Een noot met <https://example.org/noot>.
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<rect width="400" height="200" fill="#bcd8e4"/><path d="M0 60H400M0 140H400" stroke="#1d2725"/>'
    "</svg>"
)


@pytest.fixture(autouse=True)
def _store_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", ada)


@pytest.fixture
def draft(werf: Commons, ada: Person) -> Publication:
    publication = publications.create_publication(werf, Kind.EXPLAINER, "wat-is-het")
    upload = ContentFile(DRAWING.encode(), name="kaart.svg")
    add_figure(publication.work, store_image(upload, werf.actor, ada.actor), name="kaart")
    publications.write(
        publication, "nl", Words("Wat is het?", "Een korte uitleg.", TEXT), ada.actor, 0
    )
    return publication


@pytest.fixture
def out(draft: Publication, ada: Person) -> Publication:
    """`draft`, published; what follows in the background has not been done yet."""
    publications.publish(draft, document(draft), ada.actor)
    return draft


def document(publication: Publication, language: str = "nl") -> Document:
    found = Document.objects.select_related("head", "published", "work")
    return found.get(work=publication.work, language=language)


@transaction.atomic
def write(publication: Publication, person: Person, text: str, base: int) -> None:
    publications.write(publication, "nl", Words("Wat is het?", "", text), person.actor, base)


def words_of(pdf: bytes) -> str:
    """The text of a PDF, by poppler."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
