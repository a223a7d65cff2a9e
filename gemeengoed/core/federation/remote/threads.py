"""What is missing of a thread, asked for within bounds. For jobs: this asks and waits."""

import time
from collections.abc import Iterator
from typing import Any

from gemeengoed.core.fetching import FetchError

from .. import addresses
from ..activitystreams import reading
from ..activitystreams.values import objects as embedded
from ..activitystreams.values import several
from ..models import RemoteObject
from . import asking, objects, placing
from .asking import RemoteError

Json = dict[str, Any]
HIGHEST = 20
MOST_PAGES, MOST_REPLIES = 3, 60
SECONDS = 60.0
"""That all of it may take; each request may take ten."""


def ancestors(thing: RemoteObject) -> list[RemoteObject]:
    """What stands above `thing`, the nearest first, up to something of ours or 20 steps; what is not known is
    asked for. Then `thing` and all of them have their place. Stops at what cannot be had or is not for
    everybody."""
    found: list[RemoteObject] = []
    seen = {thing.uri}
    until = time.monotonic() + SECONDS
    here = thing
    while len(found) < HIGHEST and time.monotonic() < until:
        above = _above(here.answers) if here.answers not in seen else None
        if above is None:
            break
        found.append(above)
        seen |= {here.answers, above.uri}
        here = above
    for one in [*reversed(found), thing]:
        placing.place(one)
    return found


def replies(thing: RemoteObject) -> list[RemoteObject]:
    """Answers to `thing` that its server lists (`replies` of the vocabulary), at most 60 from three pages,
    each asked for at its own address. Raises FetchError and RemoteError when the list cannot be had."""
    until = time.monotonic() + SECONDS
    found = []
    for uri in _listed(thing):
        if time.monotonic() > until:
            break
        answer = _answer(uri, thing)
        if answer is not None:
            found.append(answer)
    return found


def _above(uri: str) -> RemoteObject | None:
    if not uri or addresses.path_of(uri):
        return None
    known = objects.known(uri)
    if known is not None:
        return known
    try:
        described = objects.ask(uri)
        return objects.keep(described) if described.public else None
    except (FetchError, RemoteError):
        return None


def _answer(uri: str, thing: RemoteObject) -> RemoteObject | None:
    """One that says itself that it answers `thing`."""
    known = objects.known(uri)
    if known is not None:
        return known if known.answers == thing.uri else None
    try:
        described = objects.ask(uri)
        if described.answers != thing.uri or not described.public:
            return None
        return objects.keep(described)
    except (FetchError, RemoteError):
        return None


def _listed(thing: RemoteObject) -> Iterator[str]:
    """Ids of answers, each once."""
    host = addresses.host_of(thing.uri)
    seen: set[str] = set()
    page: Any = objects.ask(thing.uri).replies
    for uri in _items(page, host):
        if uri in seen or addresses.path_of(uri) or not addresses.host_of(uri):
            continue
        seen.add(uri)
        yield uri
        if len(seen) >= MOST_REPLIES:
            return


def _items(collection: Any, host: str) -> Iterator[str]:
    """Of a collection and its pages, named or embedded; all on the host of what they are about."""
    whole = _page(collection, host)
    if whole is None:
        return
    yield from _of(whole)
    following = whole.get("first")
    for _page_number in range(MOST_PAGES):
        page = _page(following, host)
        if page is None:
            return
        yield from _of(page)
        following = page.get("next")


def _of(page: Json) -> list[str]:
    listed = [*several(page.get("items")), *several(page.get("orderedItems"))]
    return reading.ids_of(listed[: 2 * MOST_REPLIES])


def _page(value: Any, host: str) -> Json | None:
    for one in embedded(value):
        if any(name in one for name in ("items", "orderedItems", "first", "next")):
            return one
    uri = reading.id_of(value)
    if addresses.host_of(uri) != host:
        return None
    return asking.get_json(uri)[0]
