"""What a reader sees of a thing, by its type: its text, and under it what the type adds."""

from collections.abc import Sequence
from html import escape
from typing import Any

from gemeengoed.core.text import foreign

from . import links, times, words
from .values import Json, named, number, objects, several, text, types_of

KNOWN = ("Note", "Article", "Page", "Question", "Event", "Image", "Video", "Audio", "Document")
MOST_OPTIONS = 30
_QUOTES = ("quote", "quoteUri", "quoteUrl", "quoteURL", "_misskey_quote")
_OF_QUOTE = (
    "https://misskey-hub.net/ns#_misskey_quote",
    "http://fedibird.com/ns#quoteUri",
    "https://www.w3.org/ns/activitystreams#quoteUrl",
    "https://w3id.org/fep/044f#quote",
)


def type_of(thing: Json) -> str:
    """The first type that we know, else the first; a thing without a type that says something is a Note."""
    found = types_of(thing)
    known = [one for one in found if one in KNOWN]
    return (
        known or found or ["Note" if "content" in thing or "contentMap" in thing else "Object"]
    )[0]


def of(thing: Json, preferred: Sequence[str] = ()) -> tuple[str, str]:
    """Safe HTML and its language."""
    type_ = type_of(thing)
    if type_ == "Tombstone":
        return "", ""
    content, language = words.body(thing, preferred)
    before = _BEFORE.get(type_, _nothing if type_ in KNOWN else _as_link)(thing, preferred)
    after = _options(thing, preferred) if type_ == "Question" else ""
    html = before + (content or _named(thing, type_, preferred)) + after
    return html + _quote(thing, html), language


def _nothing(thing: Json, preferred: Sequence[str]) -> str:
    return ""


def _named(thing: Json, type_: str, preferred: Sequence[str]) -> str:
    """A note that says nothing but its name; the name of others stands above their text."""
    return foreign.from_plain(words.line(thing, "name", preferred)) if type_ == "Note" else ""


def _as_link(thing: Json, preferred: Sequence[str]) -> str:
    """What we do not know is shown where it is known."""
    where, name = links.page(thing), words.line(thing, "name", preferred)
    return f"<p>{foreign.link(where, name[:300])}</p>" if where or name else ""


def _when_and_where(thing: Json, preferred: Sequence[str]) -> str:
    """When an Event is, and where."""
    when = times.span(thing.get("startTime"), thing.get("endTime"), thing.get("timezone"))
    places = [_place(one, preferred) for one in several(thing.get("location"))[:3]]
    parts = [escape(when, quote=False), *places]
    return "".join(f"<p>{part}</p>" for part in parts if part)


def _place(value: Any, preferred: Sequence[str]) -> str:
    if not isinstance(value, dict):
        return foreign.link(text(value), text(value)[:300])
    parts = [words.line(value, "name", preferred), *_postal(value.get("address"))]
    said = ", ".join(dict.fromkeys(part for part in parts if part))[:500]
    found = links.of(value.get("url"))
    return foreign.link(found[0].address, said) if found else escape(said, quote=False)


def _postal(address: Any) -> list[str]:
    """A text, or a PostalAddress of schema.org as Mobilizon sends it."""
    if not isinstance(address, dict):
        return [text(address)]
    names = ("streetAddress", "postalCode", "addressLocality", "addressCountry")
    return [text(address.get(name)) for name in names]


def _options(thing: Json, preferred: Sequence[str]) -> str:
    """What could be chosen in a Question, and how often it was (Activity Vocabulary; Mastodon counts in
    `replies`)."""
    options = objects(thing.get("oneOf") or thing.get("anyOf"))[:MOST_OPTIONS]
    shown = [_option(one, preferred) for one in options]
    return f"<ul>{''.join(shown)}</ul>" if shown else ""


def _option(option: Json, preferred: Sequence[str]) -> str:
    replies = option.get("replies")
    votes = number(replies.get("totalItems")) if isinstance(replies, dict) else None
    said = words.line(option, "name", preferred) or words.line(option, "content", preferred)
    counted = "" if votes is None else f": {votes}"
    return f"<li>{escape(said[:300], quote=False)}{counted}</li>"


def quoted(thing: Json) -> str:
    """The address of what it quotes (FEP-044f and what came before it; FEP-e232), empty for none."""
    found = [named(thing.get(name)) for name in _QUOTES]
    for one in objects(thing.get("tag")):
        rels = [rel for rel in several(one.get("rel")) if isinstance(rel, str)]
        if set(rels) & set(_OF_QUOTE):
            found.append(text(one.get("href")))
    return next((one for one in found if links.is_web(one)), "")


def _quote(thing: Json, html: str) -> str:
    """A link to it, unless the text has one already, as servers put there for others."""
    where = quoted(thing)
    if not where or escape(where) in html:
        return ""
    return f"<p>RE: {foreign.link(where, where)}</p>"


_BEFORE = {"Event": _when_and_where}
