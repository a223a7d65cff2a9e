"""Many texts in one file: a zip with the PDF and EPUB of each, and a page that lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from gemeengoed.core.documents.models import Revision
from gemeengoed.core.text.writers.packing import packed

from . import addresses, queries, services
from .models import Form, Rendition

FORMS = ((Form.PDF, "a4"), (Form.EPUB, ""))


@dataclass(frozen=True)
class Part:
    """One text of the bundle, as it is listed: 'Explainer 1 of 4', its title."""

    revision: Revision
    place: str


def bundle(title: str, language: str, parts: Iterable[Part]) -> bytes | None:
    """The zip of what readers see of `parts`, in this order; None while a form is still being made (it is
    wanted now). Bytes follow from the files and the words alone."""
    files: dict[str, bytes] = {}
    listed: list[tuple[Part, list[str]]] = []
    complete = True
    for number, part in enumerate(parts, start=1):
        names = []
        for form, paper in FORMS:
            row = _ready(part.revision, form, paper)
            data = _read(row) if row else None
            if data is None:
                complete = False
                continue
            name = f"{number:02d}-{addresses.file_name(part.revision, form, paper)}"
            files[name] = data
            names.append(name)
        listed.append((part, names))
    if not complete:
        return None
    index = _index(title, language, listed).encode()
    return packed({"index.html": index, **files})


def _ready(revision: Revision, form: str, paper: str) -> Rendition | None:
    row = queries.find(revision, form, paper)
    if row is None:
        services.want(revision, form, paper)
    return row


def _read(row: Rendition) -> bytes | None:
    try:
        with default_storage.open(row.name) as file:
            data: bytes = file.read()
    except OSError:
        services.lost(row)
        services.want(row.revision, row.form, row.paper, again=True)
        return None
    return data


def _index(title: str, language: str, listed: Iterable[tuple[Part, list[str]]]) -> str:
    rows = "".join(_row(part, names) for part, names in listed)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>\n'
        f"<body><h1>{escape(title)}</h1>\n<ol>{rows}</ol>\n</body></html>\n"
    )


def _row(part: Part, names: list[str]) -> str:
    revision = part.revision
    address = addresses.of_text(revision.document)
    links = " · ".join(
        f'<a href="{escape(name)}">{escape(name.rpartition(".")[2].upper())}</a>' for name in names
    )
    return (
        f'<li><p>{escape(part.place)}</p><h2 lang="{escape(revision.document.language)}">'
        f"{escape(revision.title)}</h2><p>{escape(revision.summary)}</p>"
        f'<p>{links} · <a href="{escape(address)}">{escape(_("Web page"))}</a></p></li>\n'
    )
