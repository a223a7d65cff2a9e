"""Reading values of ActivityStreams 2.0 as servers write them: one or several, embedded or by id."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import nh3
from django.utils.dateparse import parse_datetime

Json = dict[str, Any]


def first(value: Any) -> Any:
    """The only or the first of several."""
    return (value[0] if value else None) if isinstance(value, list) else value


def id_of(value: Any) -> str:
    """The id of a thing, embedded or named; empty when it has none."""
    found = first(value)
    if isinstance(found, dict):
        found = found.get("id", found.get("@id"))
    return found if isinstance(found, str) else ""


def ids_of(value: Any) -> list[str]:
    """The ids of one or several, in order, without what has none."""
    several = value if isinstance(value, list) else [value]
    return [found for found in (id_of(one) for one in several) if found]


def types_of(thing: Json) -> list[str]:
    """Names of its types without the prefix of ActivityStreams."""
    given = thing.get("type", thing.get("@type"))
    several = given if isinstance(given, list) else [given]
    return [_plain(one) for one in several if isinstance(one, str) and one]


def _plain(name: str) -> str:
    for prefix in ("https://www.w3.org/ns/activitystreams#", "as:"):
        name = name.removeprefix(prefix)
    return name


@dataclass(frozen=True)
class Described:
    """A thing as it may be kept and shown."""

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
    attachments: list[dict[str, Any]] = field(default_factory=list)
    published: datetime | None = None
    updated: datetime | None = None


def described(thing: Json) -> Described:
    """What a reader sees of `thing`."""
    content = thing.get("content")
    return Described(
        type=(types_of(thing) or ["Object"])[0],
        html=nh3.clean(content) if isinstance(content, str) else "",
        answers=id_of(thing.get("inReplyTo")),
        updated=parse_datetime(str(thing.get("updated", ""))),
    )
