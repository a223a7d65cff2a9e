"""Reading ActivityStreams 2.0 as servers write it: what a thing is, and what a reader sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gemeengoed.core.federation.addresses import PUBLIC
from gemeengoed.core.text import foreign

from . import attachments, bodies, links, times, words
from .values import Json, first, id_of, ids_of, is_true, named, objects, text, types_of

__all__ = ["Described", "described", "first", "id_of", "ids_of", "is_public", "types_of"]

MOST_NAMED = 50


@dataclass(frozen=True)
class Described:
    """A thing as it may be kept and shown. `html` is safe (nh3); `plain` its words; `name` and `summary` are
    one line of words each. `answers` is the id of what it answers; `attributed` the ids of who it says made
    it; `mentions` the ids of who it names. `replies`: where answers to it are listed, by id or embedded."""

    id: str = ""
    type: str = "Object"
    name: str = ""
    summary: str = ""
    html: str = ""
    plain: str = ""
    language: str = ""
    url: str = ""
    sensitive: bool = False
    public: bool = False
    answers: str = ""
    attributed: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    """[{"type", "url", "media_type", "alt", "width", "height"}]"""
    published: datetime | None = None
    updated: datetime | None = None
    replies: Any = None


def described(thing: Json, preferred: Sequence[str] = ()) -> Described:
    """What a reader sees of `thing`, in one of the `preferred` languages where it is there. Never raises:
    what cannot be read is left out, and of an unknown type there is a link."""
    html, language = bodies.of(thing, preferred)
    return Described(
        id=id_of(thing),
        type=bodies.type_of(thing),
        name=words.line(thing, "name", preferred),
        summary=words.line(thing, "summary", preferred),
        html=html,
        plain=foreign.words(html),
        language=language,
        url=links.page(thing),
        sensitive=is_true(thing.get("sensitive")) or attachments.are_sensitive(thing),
        public=is_public(thing),
        answers=named(thing.get("inReplyTo")),
        attributed=ids_of(thing.get("attributedTo"))[:MOST_NAMED],
        mentions=_tagged(thing, "Mention", "href"),
        attachments=attachments.of(thing),
        published=times.moment(thing.get("published")),
        updated=times.moment(thing.get("updated")),
        replies=thing.get("replies"),
    )


def is_public(thing: Json) -> bool:
    """Whether it is for everybody, named first or in copy (ActivityPub, section 5.6: also as `as:Public` and
    `Public`)."""
    known = {PUBLIC, "as:Public", "Public"}
    return any(one in known for name in ("to", "cc") for one in ids_of(thing.get(name)))


def _tagged(thing: Json, type_: str, name: str) -> list[str]:
    found = [text(one.get(name)) for one in objects(thing.get("tag")) if type_ in types_of(one)]
    return list(dict.fromkeys(one for one in found if one))[:MOST_NAMED]
