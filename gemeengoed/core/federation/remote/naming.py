"""What somebody on another server is called: `@name@host`, where that host may be another than the one on
which their documents stand. WebFinger (RFC 7033) must say so from both sides."""

from typing import Any

from gemeengoed.core.fetching import FetchError

from .. import addresses
from ..models import RemoteActor
from . import asking
from .asking import RemoteError
from .profiles import Profile

LONGEST = 260


def domain(profile: Profile, before: RemoteActor | None) -> str:
    """The host of their address, empty when it is that of their documents, or when nobody confirms another.
    Asked when they are met, and when their document names something new."""
    host = addresses.host_of(profile.uri)
    said = profile.address.rpartition("@")[2].lower()
    if before is not None and before.username == profile.username and said in ("", before.domain):
        return before.domain
    if said == host:
        return ""
    try:
        name, other = _split(_subject(host, f"{profile.username}@{host}"))
        if other in ("", host) or name != profile.username.lower() or len(other) > LONGEST:
            return ""
        return other if _leads_to(other, f"{profile.username}@{other}", profile.uri) else ""
    except (FetchError, RemoteError):
        return ""


def _subject(host: str, address: str) -> str:
    subject = asking.get_descriptor(host, f"acct:{address}").get("subject")
    return subject if isinstance(subject, str) else ""


def _split(subject: str) -> tuple[str, str]:
    name, _at, host = subject.removeprefix("acct:").lower().rpartition("@")
    return name, host


def _leads_to(host: str, address: str, uri: str) -> bool:
    links: Any = asking.get_descriptor(host, f"acct:{address}").get("links")
    return any(
        isinstance(link, dict) and link.get("rel") == "self" and link.get("href") == uri
        for link in (links if isinstance(links, list) else [])
    )
