"""Our own URIs, and from a URI back to what it names here."""

import re
from urllib.parse import urlsplit

from django.conf import settings

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_ACTOR = re.compile(r"/@([a-z0-9_-]{1,30})/?")


def absolute(path: str) -> str:
    """The URI of what stands at `path` here."""
    return f"{settings.BASE_URL}{path}"


def path_of(uri: str) -> str:
    """The path of a URI of ours, without its fragment; empty for a URI of another server."""
    uri = uri.partition("#")[0]
    rest = uri.removeprefix(settings.BASE_URL)
    return rest if rest != uri and rest.startswith("/") else ""


def host_of(uri: str) -> str:
    """The host of an http or https URI in small letters, with its port where one is named; else empty."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        return ""
    default = {"http": 80, "https": 443}[parts.scheme]
    name = f"[{parts.hostname}]" if ":" in parts.hostname else _plain(parts.hostname)
    if not name:
        return ""
    return name if port in (None, default) else f"{name}:{port}"


def _plain(name: str) -> str:
    """As it is asked for: a name in other letters becomes what stands in DNS (RFC 5891). Empty for what has a
    dot at its end or signs that no name has, since that would be one host under two names."""
    if not name.isascii():
        from yarl import URL  # noqa: PLC0415

        try:
            name = URL.build(scheme="https", host=name).raw_host or ""
        except ValueError:
            return ""
    return name if _NAME.fullmatch(name) else ""


def is_here(uri: str) -> bool:
    """Whether it stands at this server, however that is written."""
    return bool(path_of(uri)) or host_of(uri) == host_of(settings.BASE_URL)


def actor(handle: str) -> str:
    """The id of an actor here."""
    return absolute(f"/@{handle}")


def handle_of(uri: str) -> str:
    """The handle of the actor with this id; empty when that is none of ours."""
    found = _ACTOR.fullmatch(path_of(uri))
    return found[1] if found else ""


def key(handle: str, algorithm: str = "rsa") -> str:
    return f"{actor(handle)}#{'main-key' if algorithm == 'rsa' else 'ed25519-key'}"


def inbox(handle: str) -> str:
    return f"{actor(handle)}/inbox"


def outbox(handle: str) -> str:
    return f"{actor(handle)}/outbox"


def followers(handle: str) -> str:
    return f"{actor(handle)}/followers"


def following(handle: str) -> str:
    return f"{actor(handle)}/following"


def shared_inbox() -> str:
    return absolute("/inbox")


def activity(handle: str, name: str) -> str:
    """The id of an activity; `name` is unique for that actor."""
    return f"{actor(handle)}/activities/{name}"
