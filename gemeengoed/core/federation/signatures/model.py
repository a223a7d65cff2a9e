"""What a signature is over, and what it claims."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from .dialects import CAVAGE, RFC9421

__all__ = ["CAVAGE", "RFC9421", "Claim", "PrivateKey", "PublicKey", "Request", "SignatureError"]
PublicKey = rsa.RSAPublicKey | ed25519.Ed25519PublicKey
PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Request:
    """A request as it came: `target` is the path with its query, as it was sent; names of headers in small
    letters; `body` in bytes."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class SignatureError(Exception):
    """Not even worth asking for a key. `reason`: 'missing' (no signature), 'format' (cannot be read),
    'digest' (the body is another, or none was given), 'clock' (more than an hour away, or no time), 'host'
    (meant for another server), 'algorithm' (none that we take), 'covered' (it leaves out what must be
    signed)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Claim:
    """Who says to have signed, and what: `bases` are the bytes that may have been signed, with and without
    the query of the address, of which one must match."""

    key_id: str
    dialect: str
    algorithm: str
    bases: tuple[bytes, ...]
    signature: bytes
