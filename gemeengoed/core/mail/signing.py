"""DKIM signatures (RFC 6376; Ed25519 by RFC 8463), in the relaxed form for header and body.

Made at the last moment: what is signed never changes afterwards. Every List-* field is signed too, which
one-click unsubscribing needs (RFC 8058, section 4). From, To and Subject are named once more than they
stand there, so that nobody can add a second one.
"""

import hashlib
import re
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

Fields = Sequence[tuple[str, str]]
_ALWAYS = (
    "from to subject date message-id reply-to in-reply-to references mime-version content-type "
    "content-transfer-encoding content-language auto-submitted"
)
_SIGNED = frozenset(_ALWAYS.split())
_OVERSIGNED = ("from", "to", "subject")
_PADDING, _HASH = PKCS1v15(), SHA256()
_SPACES = re.compile(r"[ \t]+")
_SPACES_IN_BODY = re.compile(rb"[ \t]+(\r\n)|[ \t]+")


@dataclass(frozen=True)
class Signer:
    """A key that can sign: its selector stands in DNS under `<selector>._domainkey.<domain>`."""

    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey


def lines(fields: Fields) -> bytes:
    """The header fields as they go out."""
    return "".join([f"{name}: {value}\r\n" for name, value in fields]).encode("ascii", "replace")


def signatures(fields: Fields, body: bytes, signers: Sequence[Signer], domain: str) -> bytes:
    """The DKIM-Signature fields to put before `fields`. `body` is in the relaxed form (`relaxed`)."""
    if not signers:
        return b""
    chosen = [(name.lower(), value) for name, value in fields if _is_signed(name)]
    named = _named(tuple(name for name, _ in chosen))
    covered = "".join([f"{name}:{_relaxed(value)}\r\n" for name, value in chosen])
    digest = b64encode(hashlib.sha256(body).digest()).decode("ascii")
    moment = int(time.time())
    return b"".join(
        [_signature(signer, domain, moment, named, digest, covered) for signer in signers]
    )


def relaxed(body: bytes) -> bytes:
    """RFC 6376, section 3.4.4: spaces in a row are one, none before a line end, no empty lines at the end."""
    found = _SPACES_IN_BODY.sub(lambda spaces: spaces[1] or b" ", body)
    stripped = found.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""


def parts(raw: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """The fields and the body of a whole message with CRLF line ends."""
    head, _, body = raw.partition(b"\r\n\r\n")
    unfolded = re.split(r"\r\n(?![ \t])", head.decode("ascii", "replace"))
    fields = (line.partition(":") for line in unfolded)
    return [(name, value.removeprefix(" ")) for name, _, value in fields], body


def _signature(
    signer: Signer, domain: str, moment: int, named: str, digest: str, covered: str
) -> bytes:
    is_rsa = isinstance(signer.key, RSAPrivateKey)
    value = (
        f"v=1; a={'rsa' if is_rsa else 'ed25519'}-sha256; c=relaxed/relaxed;"
        f"\r\n d={domain}; s={signer.selector}; t={moment};\r\n h={named};\r\n bh={digest};\r\n b="
    )
    unfolded = value.replace("\r\n", "")
    signed = f"{covered}dkim-signature:{unfolded}".encode("ascii", "replace")
    if isinstance(signer.key, RSAPrivateKey):
        signature = signer.key.sign(signed, _PADDING, _HASH)
    else:
        signature = signer.key.sign(hashlib.sha256(signed).digest())
    return b"DKIM-Signature: %b%b\r\n" % (value.encode("ascii"), b64encode(signature))


@lru_cache(256)
def _is_signed(name: str) -> bool:
    return name.lower() in _SIGNED or name.lower().startswith("list-")


@lru_cache(256)
def _named(names: tuple[str, ...]) -> str:
    """The value of h=, folded so that no line is long (section 3.5)."""
    every = [*names, *_OVERSIGNED]
    rows = [every[start : start + 5] for start in range(0, len(every), 5)]
    return ":\r\n ".join(":".join(row) for row in rows)


def _relaxed(value: str) -> str:
    if "\r\n" not in value and "  " not in value and "\t" not in value:
        return value.strip()
    return _SPACES.sub(" ", value.replace("\r\n", "")).strip()
