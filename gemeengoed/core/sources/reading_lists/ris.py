"""RIS, as Research Information Systems defined it in 2011: a tag of two signs and a value on each line."""

import re
from collections.abc import Iterable, Iterator

from .. import dates, identifiers, names
from ..models import Source, SourceKind
from .model import Entry, Found

_TYPES = {
    SourceKind.ARTICLE: "JOUR",
    SourceKind.BOOK: "BOOK",
    SourceKind.CHAPTER: "CHAP",
    SourceKind.REPORT: "RPRT",
    SourceKind.WEB_PAGE: "ELEC",
    SourceKind.LAW: "STAT",
    SourceKind.CASE: "CASE",
    SourceKind.LETTER: "PCOMM",
    SourceKind.DATASET: "DATA",
    SourceKind.STANDARD: "STAND",
    SourceKind.OTHER: "GEN",
}
_KINDS = {
    **{name: kind for kind, name in _TYPES.items()},
    "MGZN": SourceKind.ARTICLE,
    "NEWS": SourceKind.ARTICLE,
    "EBOOK": SourceKind.BOOK,
    "EDBOOK": SourceKind.BOOK,
    "ECHAP": SourceKind.CHAPTER,
    "CONF": SourceKind.CHAPTER,
    "CPAPER": SourceKind.CHAPTER,
    "THES": SourceKind.REPORT,
    "BLOG": SourceKind.WEB_PAGE,
    "WEB": SourceKind.WEB_PAGE,
    "BILL": SourceKind.LAW,
    "LEGAL": SourceKind.LAW,
    "GOVDOC": SourceKind.REPORT,
}
_LINE = re.compile(r"\s*([A-Z][A-Z0-9])  ?- ?(.*)")
_FIRST_OF = {
    "title": ("TI", "T1", "CT"),
    "container": ("T2", "JO", "JF", "JA", "BT"),
    "volume": ("VL",),
    "issue": ("IS",),
    "publisher": ("PB",),
    "url": ("UR", "L2"),
    "doi": ("DO",),
    "language": ("LA",),
    "note": ("N1",),
}


def write(sources: Iterable[Source]) -> str:
    return "".join(f"{tag}  - {value}\r\n" for source in sources for tag, value in _tags(source))


def _tags(source: Source) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[SourceKind(source.kind)]
    authors, editors = names.split(source.names)
    yield from (("AU", names.in_line([name])) for name in authors)
    yield from (("ED", names.in_line([name])) for name in editors)
    for field, tags in _FIRST_OF.items():
        value = " ".join(str(getattr(source, field)).split())
        if value:
            yield tags[0], value
    yield from _dates(source)
    yield from _pages(source)
    if source.isbn:
        yield "SN", source.isbn
    if source.law:
        yield "M1", source.law
    yield "ER", ""


def _dates(source: Source) -> Iterator[tuple[str, str]]:
    parts = source.date_parts
    if not parts:
        return
    yield "PY", f"{parts[0][0]:04}"
    if len(parts[0]) > 1 or len(parts) > 1:
        yield "DA", "/".join(f"{part:02}" for part in parts[0]) if len(parts) == 1 else source.date


def _pages(source: Source) -> Iterator[tuple[str, str]]:
    first, dash, last = re.sub("[‐-―-]", "-", source.pages).partition("-")
    if source.pages:
        yield "SP", first.strip() if dash and "-" not in last else source.pages
    if dash and "-" not in last:
        yield "EP", last.strip()


def read(text: str) -> Found:
    found = Found()
    tags: dict[str, list[str]] = {}
    last = ""
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            if last and line.strip():  # a value that goes on
                tags[last][-1] += f" {line.strip()}"
            continue
        last, value = match[1], match[2].strip()
        if last == "TY":
            _end(tags, found)
        if last == "ER":
            _end(tags, found)
            last = ""
        else:
            tags.setdefault(last, []).append(value)
    _end(tags, found)
    return found


def _end(tags: dict[str, list[str]], found: Found) -> None:
    if "TY" in tags:
        found.entries.append(_entry(tags))
    tags.clear()


def _entry(tags: dict[str, list[str]]) -> Entry:
    entry: Entry = {"kind": _KINDS.get(tags["TY"][0].upper(), SourceKind.OTHER)}
    for field, candidates in _FIRST_OF.items():
        entry[field] = next((tags[tag][0] for tag in candidates if tag in tags), "")
    entry["authors"] = [*_names(tags, "AU", "A1"), *_names(tags, "ED", "A2", role="editor")]
    entry["pages"] = "–".join(tags[tag][0] for tag in ("SP", "EP") if tags.get(tag, [""])[0])
    entry["date"] = _date(tags)
    entry["isbn"] = tags.get("SN", [""])[0] if entry["kind"] != SourceKind.ARTICLE else ""
    number = tags.get("M1", [""])[0]
    entry["law"] = number if identifiers.law_kind(number) else ""
    return entry


def _names(tags: dict[str, list[str]], *candidates: str, role: str = "") -> list[names.Name]:
    found: list[names.Name] = []
    for value in (value for tag in candidates for value in tags.get(tag, [])):
        family, comma, given = (part.strip() for part in value.partition(","))
        whole = comma and family and given
        name = {"family": family, "given": given} if whole else {"literal": value}
        if value:
            found.append({**name, "role": role} if role else name)
    return found


def _date(tags: dict[str, list[str]]) -> str:
    """DA and Y1 are 2023/07/07/ with what follows free; a range of ours stands as it was typed."""
    for tag in ("DA", "Y1", "PY"):
        value = tags.get(tag, [""])[0]
        if value and dates.parse(value):
            return value
        parts = [part for part in value.split("/")[:3] if part.strip().isdecimal()]
        if parts and dates.parse("-".join(part.strip() for part in parts)):
            return "-".join(part.strip() for part in parts)
    return tags.get("PY", tags.get("Y1", [""]))[0]
