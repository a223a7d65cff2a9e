"""BibTeX and BibLaTeX, read by bibtexparser and pylatexenc."""

import logging
import re
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from django.utils.translation import gettext as _
from pylatexenc.latex2text import LatexNodes2Text

from .. import dates, identifiers, names
from ..models import SourceKind
from .bibtex import TYPES
from .model import MOST, Entry, Found

_KINDS = {
    **{name: kind for kind, name in TYPES.items()},
    "collection": SourceKind.BOOK,
    "booklet": SourceKind.BOOK,
    "manual": SourceKind.BOOK,
    "proceedings": SourceKind.BOOK,
    "inbook": SourceKind.CHAPTER,
    "inproceedings": SourceKind.CHAPTER,
    "conference": SourceKind.CHAPTER,
    "techreport": SourceKind.REPORT,
    "thesis": SourceKind.REPORT,
    "mastersthesis": SourceKind.REPORT,
    "phdthesis": SourceKind.REPORT,
    "electronic": SourceKind.WEB_PAGE,
    "www": SourceKind.WEB_PAGE,
    "legal": SourceKind.LAW,
}
_FIRST_OF = {
    "title": ("title",),
    "container": ("journaltitle", "journal", "booktitle", "maintitle"),
    "volume": ("volume",),
    "pages": ("pages",),
    "publisher": ("publisher", "institution", "organization", "school"),
    "language": ("language", "langid"),
    "note": ("note",),
}
_VERBATIM = {"url": ("url",), "doi": ("doi",), "isbn": ("isbn",)}
LONGEST_FIELD = 20_000
"""Characters of a field that are looked at; taking names apart grows with the square of their number."""
# Read as the signs themselves; pylatexenc makes accents of the last two. Stand-ins of private use.
_SIGNS = {
    r"\textbackslash{}": ("\ue000", "\\"),
    r"\textasciicircum{}": ("\ue001", "^"),
    r"\textasciitilde{}": ("\ue002", "~"),
}


def read(text: str) -> Found:
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is told to the reader
    found = Found()
    library = parse_string(text)
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        found.problems.append(
            _("Line %(line)d: this entry cannot be read. Look at its braces and commas.")
            % {"line": line}
        )
    for entry in library.entries[: MOST + 1]:
        found.entries.append(_entry(entry))
    return found


def _entry(block: Any) -> Entry:
    fields = {f.key.lower(): str(f.value)[:LONGEST_FIELD] for f in block.fields}
    kind = _KINDS.get(block.entry_type.lower(), SourceKind.OTHER)
    if kind == SourceKind.OTHER and "url" in fields:
        kind = SourceKind.WEB_PAGE
    entry: Entry = {"kind": kind, "law": "", "issue": ""}
    for name, candidates in _FIRST_OF.items():
        entry[name] = _plain(next((fields[c] for c in candidates if c in fields), ""))
    for name, candidates in _VERBATIM.items():
        entry[name] = next((fields[c] for c in candidates if c in fields), "").strip("{} ")
    entry["pages"] = entry["pages"].replace("--", "–")
    number = _plain(fields.get("number", ""))
    law = identifiers.law_kind(number)
    entry["law" if law else "issue"] = number or _plain(fields.get("issue", ""))
    entry["authors"] = [
        *_names(fields.get("author", ""), ""),
        *_names(fields.get("editor", ""), "editor"),
    ]
    entry["date"] = _when(fields)
    return entry


def _plain(latex: str) -> str:
    if not re.search(r"[\\{}$~%]|--|''|``", latex):
        return " ".join(latex.split())
    for macro, (stand_in, _sign) in _SIGNS.items():
        latex = latex.replace(macro, stand_in)
    decoder = LatexNodes2Text(
        keep_comments=True, math_mode="verbatim", strict_latex_spaces="macros"
    )
    text = decoder.latex_to_text(latex)
    for stand_in, sign in _SIGNS.values():
        text = text.replace(stand_in, sign)
    return " ".join(text.split())


def _names(field: str, role: str) -> list[names.Name]:
    found: list[names.Name] = []
    for one in split_multiple_persons_names(" ".join(field.split())):
        name = _one_name(one.strip())
        if name is not None:
            found.append({**name, "role": role} if role else name)
    return found


def _one_name(written: str) -> names.Name | None:
    if re.fullmatch(r"\{.*\}", written) or not written:
        plain = _plain(written)
        return {"literal": plain} if plain else None
    try:
        parts = parse_single_name_into_parts(written, strict=False)
    except ValueError:
        return {"literal": _plain(written)}
    family = _plain(" ".join([*parts.von, *parts.last, *parts.jr]))
    given = _plain(" ".join(parts.first))
    return {"family": family, "given": given} if family and given else {"literal": family or given}


def _when(fields: dict[str, str]) -> str:
    written = _plain(fields.get("date", ""))
    if written:
        return written
    year, month = _plain(fields.get("year", "")), _plain(fields.get("month", ""))
    number = dates.MONTHS.get(month.lower()) or (int(month) if month.isdecimal() else 0)
    return f"{year}-{number:02}" if year and 0 < number < 13 else year
