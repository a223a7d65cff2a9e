"""What says that a body is the one that was signed: Digest (RFC 3230) and Content-Digest (RFC 9530)."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .model import SignatureError
from .structured import dictionary

_HASHES: dict[str, Callable[[bytes], Any]] = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


@dataclass(frozen=True)
class Digests:
    """Of one body, worked out once, however many hosts it goes to."""

    body: bytes

    @cached_property
    def _base64(self) -> str:
        return b64encode(hashlib.sha256(self.body).digest()).decode("ascii")

    @property
    def digest(self) -> str:
        """For Digest."""
        return f"SHA-256={self._base64}"

    @property
    def content_digest(self) -> str:
        """For Content-Digest."""
        return f"sha-256=:{self._base64}:"


def check_digest(headers: Mapping[str, str], body: bytes) -> None:
    """Digest: at least one that we know, and each that we know must match. Raises SignatureError."""
    found: dict[str, bytes] = {}
    for part in headers.get("digest", "").split(","):
        name, _equals, value = part.strip().partition("=")
        if name.lower() in _HASHES:
            try:
                found[name.lower()] = b64decode(value, validate=True)
            except ValueError as error:
                raise SignatureError("digest", "not base64") from error
    _compare(found, body)


def check_content_digest(headers: Mapping[str, str], body: bytes) -> None:
    """Content-Digest, likewise (RFC 9530, section 2). Raises SignatureError."""
    read = dictionary(headers.get("content-digest", ""))
    values = {name: value[0] for name, value in read.items() if name in _HASHES}
    if not all(isinstance(value, bytes) for value in values.values()):
        raise SignatureError("digest", "not bytes")
    _compare(values, body)


def _compare(found: Mapping[str, bytes], body: bytes) -> None:
    if not found:
        raise SignatureError("digest", "none that we know")
    for name, value in found.items():
        if not hmac.compare_digest(value, _HASHES[name](body).digest()):
            raise SignatureError("digest", name)
