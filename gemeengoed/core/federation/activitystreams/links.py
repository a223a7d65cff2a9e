"""Addresses that a thing names: as text, as Link, as a list of both (Activity Vocabulary: `url`, `href`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gemeengoed.core.federation import addresses

from .values import Json, id_of, number, several, text

LONGEST = 1000
"""Characters of an address."""
MOST = 40
_DEEPEST = 3


@dataclass(frozen=True)
class Link:
    """`media_type` in lower case without parameters; `width` and `height` in pixels where told."""

    address: str
    media_type: str = ""
    rel: str = ""
    width: int | None = None
    height: int | None = None


def of(value: Any, media_type: str = "") -> list[Link]:
    """Every http and https address in `value`, in order."""
    found = [link for link in _all(value, media_type, 0) if is_web(link.address)]
    return found[:MOST]


def is_web(address: str) -> bool:
    return len(address) <= LONGEST and bool(addresses.host_of(address)) and address.isprintable()


def kind(media_type: Any) -> str:
    return text(media_type).partition(";")[0].strip().lower()[:60]


def page(thing: Json) -> str:
    """Where people read it: its `url` when that is on the host of its id, else the id. A page elsewhere could
    pass for what it is not."""
    own = id_of(thing)
    found = of(thing.get("url"))
    readable = [
        one for one in found if one.media_type in ("", "text/html", "application/xhtml+xml")
    ]
    readable.sort(key=lambda one: one.media_type == "")
    host = addresses.host_of(own)
    here = [one.address for one in readable if not host or addresses.host_of(one.address) == host]
    return here[0] if here else own if is_web(own) else ""


def _all(value: Any, media_type: str, depth: int) -> Iterator[Link]:
    for one in several(value)[:MOST]:
        if isinstance(one, str):
            yield Link(one.strip(), media_type)
        elif isinstance(one, dict) and depth < _DEEPEST:
            yield from _of_object(one, media_type, depth)


def _of_object(thing: Json, media_type: str, depth: int) -> Iterator[Link]:
    own = kind(thing.get("mediaType")) or media_type
    if isinstance(thing.get("href"), str):
        yield Link(
            thing["href"].strip(),
            own,
            " ".join(one for one in several(thing.get("rel")) if isinstance(one, str)),
            number(thing.get("width")),
            number(thing.get("height")),
        )
    yield from _all(thing.get("url"), own, depth + 1)
    # PeerTube puts the files of a stream among the tags of its Link.
    if own == "application/x-mpegurl":
        yield from _all(thing.get("tag"), "", depth + 1)
