"""Many texts in one file: a zip with the PDF and EPUB of each, and a page that lists them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from gemeengoed.core.documents.models import Revision
from gemeengoed.core.text.writers.packing import packed

from . import addresses
from .gathering import gather, read
from .models import Form, Rendition

FORMS = ((Form.PDF, "a4"), (Form.EPUB, ""))


@dataclass(frozen=True)
class Part:
    """One text of the bundle, as it is listed: 'Explainer 1 of 4', its title."""

    revision: Revision
    place: str


def bundle(title: str, language: str, parts: Sequence[Part]) -> bytes | None:
    """The zip of what readers see of `parts`, in this order; None while a form is still being made (it is
    wanted now). A form that cannot be made is left out. Bytes follow from the files and the words alone."""
    gathered = gather([part.revision for part in parts], FORMS)
    files: dict[str, bytes | None] = {}
    listed: list[tuple[Part, list[str]]] = []
    for number, part in enumerate(parts, start=1):
        rows = [gathered.rows.get((part.revision.pk, form, paper)) for form, paper in FORMS]
        names = {_name(number, part, row): read(row) for row in rows if row}
        files |= names
        listed.append((part, list(names)))
    there = {name: data for name, data in files.items() if data is not None}
    if gathered.missing or len(there) < len(files):
        return None
    return packed({"index.html": _index(title, language, listed).encode(), **there})


def _name(number: int, part: Part, row: Rendition) -> str:
    return f"{number:02d}-{addresses.file_name(part.revision, row.form, row.paper)}"


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
