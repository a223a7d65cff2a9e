"""What a document of an actor says, read and bounded. Nothing here asks or stores anything."""

from dataclasses import dataclass
from typing import Any

from gemeengoed.core.text import typed
from gemeengoed.core.text.markdown import safety

from .. import addresses
from ..activitystreams import reading
from .asking import RemoteError, is_web

Json = dict[str, Any]
TYPES = ("Person", "Group", "Service", "Application", "Organization")
LONGEST_URI, LONGEST_NAME, LONGEST_USERNAME, LONGEST_ICON = 500, 200, 120, 1000
LONGEST_SUMMARY = 10_000
MOST_ALIASES = 10


@dataclass(frozen=True)
class Profile:
    """The columns of `RemoteActor` that its document gives. `summary` is safe HTML; `address` is
    `name@host` as the document itself says people write it (FEP-2c59), or empty."""

    uri: str
    type: str
    username: str
    name: str
    summary: str
    url: str
    icon: str
    inbox: str
    shared_inbox: str
    followers: str
    outbox: str
    also_known_as: tuple[str, ...]
    moved_to: str
    address: str


def read(document: Json) -> Profile:
    """Raises RemoteError for what is no actor that can be spoken to."""
    uri = reading.id_of(document)
    kinds = [name for name in reading.types_of(document) if name in TYPES]
    if not kinds:
        raise RemoteError("gone" if "Tombstone" in reading.types_of(document) else "type", uri)
    if not _uri(uri):
        raise RemoteError("id", uri[:LONGEST_URI])
    inbox = _on_host(document.get("inbox"), uri)
    if not inbox:
        raise RemoteError("inbox", uri)
    endpoints = document.get("endpoints")
    shared = endpoints.get("sharedInbox") if isinstance(endpoints, dict) else None
    username = username_of(document.get("preferredUsername"))
    return Profile(
        uri=uri,
        type=kinds[0],
        username=username,
        name=_line(_name(document))[:LONGEST_NAME] or username,
        summary=_summary(document),
        url=_url(document.get("url")) or uri,
        icon=_icon(document.get("icon")),
        inbox=inbox,
        shared_inbox=_on_host(shared, uri),
        followers=_on_host(document.get("followers"), uri),
        outbox=_on_host(document.get("outbox"), uri),
        also_known_as=tuple(filter(None, map(_id, _ids(document.get("alsoKnownAs")))))[
            :MOST_ALIASES
        ],
        moved_to=_uri(reading.id_of(document.get("movedTo"))),
        address=_line(document.get("webfinger")).removeprefix("acct:").lstrip("@"),
    )


def username_of(value: Any) -> str:
    """A name that can stand before `@host`. Raises RemoteError."""
    name = value if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_USERNAME or typed.line(name) != name:
        raise RemoteError("username", name[:LONGEST_USERNAME])
    if any(letter in "@/:<>\"'" or letter.isspace() for letter in name):
        raise RemoteError("username", name)
    return name


def _name(document: Json) -> Any:
    name, names = document.get("name"), document.get("nameMap")
    if not isinstance(name, str) and isinstance(names, dict):
        return next(iter(names.values()), "")
    return name


def _summary(document: Json) -> str:
    """What is too long is cut off before it is cleaned, which also closes what that left open."""
    words = document.get("summary")
    return safety.clean(words[:LONGEST_SUMMARY]) if isinstance(words, str) else ""


def _line(value: Any) -> str:
    return typed.line(value[:LONGEST_ICON]) if isinstance(value, str) else ""


def _ids(value: Any) -> list[str]:
    return reading.ids_of(value) if value is not None else []


def _uri(value: Any, longest: int = LONGEST_URI) -> str:
    """An address of another server; empty for all else, since most of these may be left out."""
    fits = isinstance(value, str) and len(value) <= longest and typed.line(value) == value
    return value if fits and is_web(value) else ""


def _id(value: str) -> str:
    """Of anybody, also here: what moves from this server is named by who it becomes."""
    fits = len(value) <= LONGEST_URI and typed.line(value) == value
    return value if fits and (is_web(value) or addresses.path_of(value)) else ""


def _on_host(value: Any, uri: str) -> str:
    """A collection or inbox of theirs; on another host it would be somebody else's, whom we would trouble."""
    found = _uri(reading.id_of(value))
    return found if addresses.host_of(found) == addresses.host_of(uri) else ""


def _url(value: Any) -> str:
    """The page for people: an address, a Link, or several, of which the first HTML."""
    several = value if isinstance(value, list) else [value]
    links = [one for one in several if isinstance(one, dict)]
    pages = [one.get("href") for one in links if one.get("mediaType") == "text/html"]
    plain = [one for one in several if isinstance(one, str)]
    return next(filter(None, map(_uri, [*pages, *plain, *(one.get("href") for one in links)])), "")


def _icon(value: Any) -> str:
    picture = reading.first(value)
    if isinstance(picture, dict):
        picture = reading.first(picture.get("url"))
    if isinstance(picture, dict):
        picture = picture.get("href")
    return _uri(picture, LONGEST_ICON)
