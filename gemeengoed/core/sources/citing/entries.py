"""One entry of a list of literature, as safe HTML."""

import logging
import re
from typing import Any

import nh3
from django.utils.html import escape, format_html

from .. import csl
from ..models import Source, SourceKind
from .own import own

logger = logging.getLogger(__name__)

LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
"""Languages of the interface to the locale of CSL that writes 'and', 'eds.' and months."""
# Stand-ins (private use, Unicode 23.5) for what HTML gives a meaning: the library neither escapes it
# nor leaves an entity whole when it changes the case of a title.
_STAND_INS = {"<": "\ue000", ">": "\ue001", "&": "\ue002", '"': "\ue003"}
_ENTITIES = {"\ue000": "&lt;", "\ue001": "&gt;", "\ue002": "&amp;", "\ue003": "&quot;"}
_INTO = str.maketrans(_STAND_INS)
_OUT_OF = str.maketrans(_ENTITIES)
_EDITORS = re.compile(r"\b(?:red\.|eds?\b)")
_EDITORS_AGAIN = re.compile(r" \([^()]+, (?:red\.|eds?\.?)\)")
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_MONTH_FIRST = re.compile(rf"\b({_MONTHS}) (\d{{1,2}})\b")
# It sets the title of a ruling as if it were a book, and repeats the title of what has no author.
_BY_OURSELVES = {SourceKind.CASE}


def entry(source: Source, style: str, language: str) -> str:
    """`source` in `style`; where the library fails or repeats itself, in our own plain way."""
    if source.kind in _BY_OURSELVES:
        return own(source)
    try:
        written = _by_citeproc(source, style, language)
    except Exception:  # it raises whatever its style runs into; our own way always works
        logger.exception("source %s could not be written in style %s", source.pk, style)
        return own(source)
    if not written or _repeats(written, source.title):
        return own(source)
    return _linked(written, source) + _law(source, written)


def _by_citeproc(source: Source, style: str, language: str) -> str:
    from . import library  # noqa: PLC0415 - citeproc-py, 1 MB, in the process that writes lists

    item = _escaped(csl.item(source))
    item.pop("number", None)  # styles take it for a number of their own country's gazette
    item.pop("note", None)
    if "author" not in item and style != "apa":
        item["author"] = item.pop("editor", [])  # who edited it would be named twice
    item.setdefault("language", source.commons.language)  # only English titles change their case
    if item["type"] == "standard":
        item["type"] = "document"
    if "literal" in item.get("issued", {}):
        del item["issued"]
    written = library.written(item, style, LANGUAGES.get(language, "en-GB"))
    html = _mended(written, language).translate(_OUT_OF)
    return nh3.clean(html, tags={"i", "b", "sup", "sub"}, attributes={}).strip()


def _mended(html: str, language: str) -> str:
    """What the library gets wrong: editors a second time, and in Dutch the month before the day."""
    if len(_EDITORS.findall(html)) > 1:
        html = _EDITORS_AGAIN.sub("", html, count=1)
    return _MONTH_FIRST.sub(r"\2 \1", html) if language == "nl" else html


def _escaped(value: Any) -> Any:
    """All texts in an item with stand-ins; those that came with it are dropped."""
    if isinstance(value, str):
        return "".join(c for c in value if c not in _ENTITIES).translate(_INTO)
    if isinstance(value, dict):
        return {key: _escaped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_escaped(inner) for inner in value]
    return value


def _repeats(html: str, title: str) -> bool:
    return nh3.clean(html, tags=set()).casefold().count(_as_cleaned(title).casefold()) > 1


def _linked(html: str, source: Source) -> str:
    """Its title marked with its language, and its address as a link."""
    title = _as_cleaned(source.title)
    if source.language and title in html:
        marked = format_html('<span lang="{}">', source.language)
        html = html.replace(title, f"{marked}{title}</span>", 1)
    for address in (f"https://doi.org/{source.doi}" if source.doi else "", source.url):
        shown = _as_cleaned(address)
        if shown and shown in html:
            link = format_html('<a href="{}" rel="noopener nofollow">', address)
            return html.replace(shown, f"{link}{shown}</a>", 1)
    return html


def _as_cleaned(text: str) -> str:
    """`text` as it stands in cleaned HTML."""
    return nh3.clean(str(escape(text)), tags=set())


def _law(source: Source, written: str) -> str:
    if not source.law or source.law in written:
        return ""
    if not source.law_address:
        return format_html(" {}.", source.law)
    return format_html(
        ' <a href="{}" rel="noopener nofollow">{}</a>.', source.law_address, source.law
    )
