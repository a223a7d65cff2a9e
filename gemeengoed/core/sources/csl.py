"""A source as an item of CSL-JSON (Citation Style Language 1.0.2, appendix III and IV), and back."""

from collections.abc import Mapping
from typing import Any

from . import dates, names
from .models import Source, SourceKind

_TYPES = {
    SourceKind.ARTICLE: "article-journal",
    SourceKind.BOOK: "book",
    SourceKind.CHAPTER: "chapter",
    SourceKind.REPORT: "report",
    SourceKind.WEB_PAGE: "webpage",
    SourceKind.LAW: "legislation",
    SourceKind.CASE: "legal_case",
    SourceKind.LETTER: "document",
    SourceKind.DATASET: "dataset",
    SourceKind.STANDARD: "standard",
    SourceKind.OTHER: "document",
}
_KINDS = {
    **{name: kind for kind, name in _TYPES.items() if kind != SourceKind.LETTER},
    "article": SourceKind.ARTICLE,
    "article-magazine": SourceKind.ARTICLE,
    "article-newspaper": SourceKind.ARTICLE,
    "paper-conference": SourceKind.CHAPTER,
    "thesis": SourceKind.REPORT,
    "post": SourceKind.WEB_PAGE,
    "post-weblog": SourceKind.WEB_PAGE,
    "bill": SourceKind.LAW,
    "regulation": SourceKind.LAW,
    "treaty": SourceKind.LAW,
    "personal_communication": SourceKind.LETTER,
}
_TEXTS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "url": "URL",
    "doi": "DOI",
    "isbn": "ISBN",
    "law": "number",
    "language": "language",
    "note": "note",
}


def item(source: Source) -> dict[str, Any]:
    """What is known of `source`; its id is its number here."""
    made: dict[str, Any] = {"id": str(source.pk), "type": _TYPES[SourceKind(source.kind)]}
    authors, editors = names.split(source.names)
    if authors:
        made["author"] = authors
    if editors:
        made["editor"] = editors
    for ours, theirs in _TEXTS.items():
        if getattr(source, ours):
            made[theirs] = getattr(source, ours)
    parts = source.date_parts
    if parts:
        made["issued"] = {"date-parts": parts}
    elif source.date:
        made["issued"] = {"literal": source.date}
    return made


def typed(given: Mapping[str, Any]) -> dict[str, Any]:
    """What one would type in the form of a source for an item of somebody else's; unchecked."""
    made: dict[str, Any] = {ours: _text(given.get(theirs)) for ours, theirs in _TEXTS.items()}
    made["kind"] = _KINDS.get(str(given.get("type", "")), SourceKind.OTHER)
    people = [*_names(given.get("author"), ""), *_names(given.get("editor"), "editor")]
    made["authors"] = people
    made["date"] = _issued(given.get("issued"))
    return made


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


def _names(given: Any, role: str) -> list[names.Name]:
    found = []
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, Mapping):
            continue
        particle = _text(one.get("non-dropping-particle") or one.get("dropping-particle"))
        family = " ".join(filter(None, (particle, _text(one.get("family")))))
        first = _text(one.get("given"))
        literal = _text(one.get("literal")) or family or first
        name = {"family": family, "given": first} if family and first else {"literal": literal}
        if literal:
            found.append({**name, "role": role} if role else name)
    return found


def _issued(given: Any) -> str:
    if not isinstance(given, Mapping):
        return ""
    parts = given.get("date-parts")
    try:
        numbers = [[int(part) for part in one if part] for one in parts or [] if one]
    except (TypeError, ValueError):
        numbers = []
    if numbers and all(numbers):
        return dates.from_parts([one[:3] for one in numbers[:2]])
    return _text(given.get("literal") or given.get("raw"))
