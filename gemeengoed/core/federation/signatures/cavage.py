"""draft-cavage-http-signatures-12, as the fediverse uses it."""

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .model import CAVAGE, Claim, Request, SignatureError
from .times import near

ALGORITHMS = ("", "hs2019", "rsa-sha256", "ed25519")
_PARAMETER = re.compile(r'\s*([a-zA-Z]+)=(?:"([^"]*)"|([0-9]+))\s*(?:,|$)')


def claimed(request: Request, now: datetime) -> Claim:
    """What the Signature header claims. Raises SignatureError; the digest is checked elsewhere."""
    given = _parameters(request.headers["signature"])
    key_id, encoded = given.get("keyId", ""), given.get("signature", "")
    if not key_id or not encoded:
        raise SignatureError("format", "keyId or signature")
    algorithm = given.get("algorithm", "").lower()
    if algorithm not in ALGORITHMS:
        raise SignatureError("algorithm", algorithm[:40])
    # Section 2.1.6: without a list it is the Date header, or (created) for hs2019.
    covered = given.get("headers", "date").lower().split()
    _check_covered(request, covered, algorithm)
    _check_time(request, covered, given, now)
    try:
        signature = b64decode(encoded, validate=True)
    except ValueError as error:
        raise SignatureError("format", "signature") from error
    bases = tuple(base(request, target, covered, given) for target in _targets(request.target))
    return Claim(key_id, CAVAGE, algorithm, bases, signature)


def _parameters(header: str) -> dict[str, str]:
    """Section 4.1. A name that stands there twice is a way to say two things at once: refused."""
    given: dict[str, str] = {}
    at = 0
    header = header.strip()
    while at < len(header):
        found = _PARAMETER.match(header, at)
        if found is None or found[1] in given:
            raise SignatureError("format", "parameters")
        given[found[1]] = found[2] if found[2] is not None else found[3]
        at = found.end()
    return given


def _check_covered(request: Request, covered: list[str], algorithm: str) -> None:
    needed = {"(request-target)", "host"} | ({"digest"} if _has_body(request) else set())
    missing = needed - set(covered)
    if missing or not {"date", "(created)"} & set(covered):
        raise SignatureError("covered", " ".join(sorted(missing)) or "no time")
    # Section 2.3: a pseudo-header of time must not stand beside an algorithm that knows it not.
    if {"(created)", "(expires)"} & set(covered) and algorithm not in ("", "hs2019"):
        raise SignatureError("algorithm", algorithm)
    if len(covered) != len(set(covered)):
        raise SignatureError("format", "named twice")


def _has_body(request: Request) -> bool:
    return request.method.upper() not in ("GET", "HEAD") or bool(request.body)


def _check_time(request: Request, covered: list[str], given: dict[str, str], now: datetime) -> None:
    if "(created)" in covered:
        near(_seconds(given.get("created", "")), now)
    if "date" in covered:
        near(_date(request.headers.get("date", "")), now)
    if given.get("expires") and _seconds(given["expires"]) < now:
        raise SignatureError("clock", "expired")


def _seconds(value: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SignatureError("format", "time") from error


def _date(value: str) -> datetime:
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise SignatureError("clock", "no date") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _targets(target: str) -> Iterator[str]:
    """With and without the query string: implementations differ."""
    yield target
    if "?" in target:
        yield target.partition("?")[0]


def base(request: Request, target: str, covered: list[str], given: dict[str, str]) -> bytes:
    """What is signed (section 2.3). Raises SignatureError for a header that is not there."""
    lines = []
    for name in covered:
        if name == "(request-target)":
            value = f"{request.method.lower()} {target}"
        elif name in ("(created)", "(expires)"):
            value = given.get(name[1:-1], "")
        elif name in request.headers:
            value = request.headers[name].strip()
        else:
            raise SignatureError("covered", name[:40])
        lines.append(f"{name}: {value}")
    try:
        return "\n".join(lines).encode("latin-1")
    except UnicodeEncodeError as error:
        raise SignatureError("format", "header") from error
