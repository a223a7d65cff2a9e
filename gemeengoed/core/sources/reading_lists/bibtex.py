"""BibTeX and BibLaTeX; what reads them stands in bibtex_reading."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .. import dates, names
from ..models import Source, SourceKind
from .model import Found

TYPES = {
    SourceKind.ARTICLE: "article",
    SourceKind.BOOK: "book",
    SourceKind.CHAPTER: "incollection",
    SourceKind.REPORT: "report",
    SourceKind.WEB_PAGE: "online",
    SourceKind.LAW: "legislation",
    SourceKind.CASE: "jurisdiction",
    SourceKind.LETTER: "letter",
    SourceKind.DATASET: "dataset",
    SourceKind.STANDARD: "standard",
    SourceKind.OTHER: "misc",
}
_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip

_JOINED = re.compile(r"([-'`<>,])(?=\1)|([!?])(?=`)")


def write(sources: Iterable[Source]) -> str:
    taken: set[str] = set()
    return "\n".join(_written(source, taken) for source in sources)


def _written(source: Source, taken: set[str]) -> str:
    kind = TYPES[SourceKind(source.kind)]
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(source) if value)
    return f"@{kind}{{{_key(source, taken)},\n{fields}}}\n"


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    authors, editors = names.split(source.names)
    yield "author", " and ".join(_name(name) for name in authors)
    yield "editor", " and ".join(_name(name) for name in editors)
    yield "title", _latex(source.title)
    container = "journal" if source.kind == SourceKind.ARTICLE else "booktitle"
    yield container, _latex(source.container)
    yield "volume", _latex(source.volume)
    yield "number", _latex(source.issue or source.law)
    yield "pages", re.sub("[‐-―]", "--", _latex(source.pages))
    yield "publisher", _latex(source.publisher)
    yield from _date(source)
    yield "url", re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", source.url)
    yield "doi", source.doi.replace("{", "").replace("}", "")
    yield "isbn", source.isbn
    yield "language", source.language
    yield "note", _latex(" ".join(source.note.split()))


def _date(source: Source) -> Iterator[tuple[str, str]]:
    parts = source.date_parts
    if parts:
        yield "year", f"{parts[0][0]:04}"
    if parts and (len(parts[0]) > 1 or len(parts) > 1):
        yield "date", dates.from_parts(parts)


def _name(name: names.Name) -> str:
    if "family" not in name:
        return "{" + _latex(name.get("literal", "")) + "}"
    parts = [_latex(name["family"]), _latex(name.get("given", ""))]
    return ", ".join(f"{{{part}}}" if " and " in part or "," in part else part for part in parts)


def _latex(text: str) -> str:
    """As LaTeX reads it: signs that mean something escaped, and those kept apart that it joins."""
    return _JOINED.sub(lambda m: f"{m[0]}{{}}", text.translate(_SPECIAL))


def _key(source: Source, taken: set[str]) -> str:
    """'ostrom1990governing', with a letter behind it where that is taken."""
    named = source.names[0] if source.names else {}
    who = named.get("family") or named.get("literal") or "anon"
    year = f"{source.date_parts[0][0]}" if source.date_parts else ""
    words = re.findall(r"\w{4,}", _ascii(source.title)) or ["text"]
    wanted = re.sub(r"\W", "", _ascii(who))[:20] + year + words[0][:20]
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}{number}"
    taken.add(key)
    return key


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def read(text: str) -> Found:
    from . import bibtex_reading  # noqa: PLC0415 - bibtexparser and pylatexenc, 2 MB, for who brings a list

    return bibtex_reading.read(text)
