"""Asking other servers: guarded, signed by the actor of this server, in the dialect that they take.

RFC 9421 is tried first, then draft-cavage-12, as servers do that speak both ("double-knocking", RFC 9421 in
ActivityPub); what a host took is remembered.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from gemeengoed.core import fetching
from gemeengoed.core.fetching import FetchError, Reason

from .. import addresses
from ..activitystreams import parsing, writing
from ..models import Host
from ..signatures.dialects import CAVAGE, RFC9421
from ..steering import blocking

Json = dict[str, Any]
ACCEPT = f"{writing.MEDIA_TYPE}, {writing.LD_JSON}"
JRD = ("application/jrd+json", "application/json")
_LD = "application/ld+json"
_PROFILE = "https://www.w3.org/ns/activitystreams"
_UNSURE = (400, 401, 403)
"""Statuses with which servers answer a signature that they cannot read."""


class RemoteError(Exception):
    """What another server said cannot be taken. `reason`: 'ours' (an address here), 'address' (no address of
    another server, or not https), 'suspended', 'format' (no JSON that we read), 'type' (not ActivityStreams,
    or no actor), 'id' (it says to be something else than what stands there), 'host' (on another host than
    it should), 'key' (no such key, or its owner does not list it), 'inbox', 'username', 'gone'."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Found:
    """A document and the address at which it stands, after redirects."""

    json: Json
    address: str


def is_web(address: str) -> bool:
    """Whether it is an address of another server that we may ask: https, unless this server itself is on
    http, as on an intranet or in a test."""
    scheme = urlsplit(address).scheme if addresses.host_of(address) else ""
    return scheme in {"https", settings.SCHEME} and not addresses.is_here(address)


def get_json(address: str) -> tuple[Json, str]:
    """The ActivityStreams document at `address`, and the address where it stood. Raises FetchError and
    RemoteError."""
    found = get(address)
    return found.json, found.address


def get(address: str) -> Found:
    """As `get_json`."""
    host = may_ask(address)
    known = Host.objects.filter(name=host).values_list("dialect", flat=True).first()
    first = known or RFC9421
    second = CAVAGE if first == RFC9421 else RFC9421
    took = first
    try:
        answer = _signed(address, first)
    except FetchError as error:
        if error.status not in _UNSURE:
            raise
        answer, took = _signed(address, second), second
    if known != took:
        _remember(host, took)
    may_ask(answer.address)
    return Found(_read(answer), answer.address)


def get_descriptor(host: str, resource: str) -> Json:
    """What WebFinger (RFC 7033) at `host` says of `resource`. Raises FetchError and RemoteError."""
    address = f"https://{host}/.well-known/webfinger?resource={quote(resource, safe='')}"
    if settings.SCHEME == "http":
        address = f"http{address.removeprefix('https')}"
    if may_ask(address) != host:
        raise RemoteError("address", host[:200])
    return _parsed(fetching.fetch(address, accept=JRD).body)


def may_ask(address: str) -> str:
    """The host of `address`. Raises RemoteError when it is not asked."""
    if addresses.is_here(address):
        raise RemoteError("ours", address)
    if not is_web(address):
        raise RemoteError("address", address)
    host = addresses.host_of(address)
    if blocking.is_suspended(host):
        raise RemoteError("suspended", host)
    return host


def _signed(address: str, dialect: str) -> fetching.Answer:
    """A signature holds for one address; where the same host sends on and then refuses, it is made anew for
    where that led to."""
    try:
        return _once(address, dialect)
    except FetchError as error:
        led_on = error.address.partition("#")[0]
        moved = addresses.host_of(led_on) == addresses.host_of(address) and led_on != address
        if error.reason != Reason.STATUS or error.status not in _UNSURE or not moved:
            raise
        return _once(led_on, dialect)


def _once(address: str, dialect: str) -> fetching.Answer:
    from . import signed  # noqa: PLC0415 - cryptography, 8 MB, in processes that may never ask

    where = as_sent(address)
    kinds = (writing.MEDIA_TYPE, _LD)
    return fetching.fetch(
        where, accept=kinds, headers={**signed.headers(where, dialect), "Accept": ACCEPT}
    )


def as_sent(address: str) -> str:
    """The address as the client sends it, since the signature is over that."""
    from yarl import URL  # noqa: PLC0415

    try:
        return str(URL(address.strip()).with_fragment(None))
    except ValueError as error:
        raise RemoteError("address", address) from error


def _read(answer: fetching.Answer) -> Json:
    """A file that somebody uploaded there must not pass for what the server itself says, so the type must be
    that of ActivityPub, section 3.2."""
    if answer.content_type == _LD and _PROFILE not in answer.headers.get("content-type", ""):
        raise RemoteError("type", answer.content_type)
    return _parsed(answer.body)


def _parsed(body: bytes) -> Json:
    try:
        return parsing.parse(body)
    except parsing.ParseError as error:
        raise RemoteError("format", error.reason) from error


def _remember(host: str, dialect: str) -> None:
    if not Host.objects.filter(name=host).update(dialect=dialect):
        Host.objects.bulk_create([Host(name=host, dialect=dialect)], ignore_conflicts=True)
