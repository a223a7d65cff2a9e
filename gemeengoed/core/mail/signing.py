"""DKIM signatures (RFC 6376; Ed25519 by RFC 8463), in the relaxed form for header and body.

Made at the last moment: what is signed never changes afterwards. Every List-* field is signed too, which
one-click unsubscribing needs (RFC 8058, section 4). From, To and Subject are named once more than they
stand there, so that nobody can add a second one.
"""

import hashlib
import re
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

_ALWAYS = (
    "from to subject date message-id reply-to in-reply-to references mime-version content-type "
    "content-transfer-encoding content-language auto-submitted"
)
_SIGNED = frozenset(_ALWAYS.split())
_OVERSIGNED = ("from", "to", "subject")
_SPACES = re.compile(r"[ \t]+")
_SPACES_IN_BODY = re.compile(rb"[ \t]+(\r\n)|[ \t]+")


class Signer(NamedTuple):
    """A key that can sign: its selector stands in DNS under `<selector>._domainkey.<domain>`. `sign` gives
    the signature of bytes; `algorithm` is 'rsa' or 'ed25519'."""

    selector: str
    algorithm: str
    sign: Callable[[bytes], bytes]


class Head(NamedTuple):
    """Header fields, ready to be signed: as they go out, the signed ones in relaxed form, and their names."""

    lines: bytes
    covered: bytes
    names: tuple[str, ...]


def signed_name(name: str) -> str:
    """The name as it is signed; empty for a field that is not."""
    lower = name.lower()
    return lower if lower in _SIGNED or lower.startswith("list-") else ""


def relaxed_value(value: str) -> str:
    """RFC 6376, section 3.4.2, but for the spaces at both ends."""
    return _SPACES.sub(" ", value.replace("\r\n", ""))


def relaxed(body: bytes) -> bytes:
    """RFC 6376, section 3.4.4: spaces in a row are one, none before a line end, no empty lines at the end."""
    found = _SPACES_IN_BODY.sub(lambda spaces: spaces[1] or b" ", body)
    stripped = found.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""


def parts(raw: bytes) -> tuple[Head, bytes]:
    """The header and the body of a whole message with CRLF line ends."""
    top, _, body = raw.partition(b"\r\n\r\n")
    covered, names = [], []
    for line in re.split(r"\r\n(?![ \t])", top.decode("ascii", "replace")):
        name, _, value = line.partition(":")
        signed = signed_name(name)
        if signed:
            names.append(signed)
            covered.append(f"{signed}:{relaxed_value(value).strip()}\r\n")
    return Head(top + b"\r\n", "".join(covered).encode("ascii", "replace"), tuple(names)), body


def signatures(head: Head, body: bytes, signers: Sequence[Signer], domain: str) -> bytes:
    """The DKIM-Signature fields to put before the others. `body` is in the relaxed form (`relaxed`)."""
    digest = b64encode(hashlib.sha256(body).digest())
    moment = int(time.time())
    found = []
    for selector, algorithm, sign in signers:
        folded, unfolded = _opening(selector, algorithm, domain, head.names, moment)
        signature = sign(b"%bdkim-signature:%b%b; b=" % (head.covered, unfolded, digest))
        found.append(b"DKIM-Signature: %b%b;\r\n b=%b\r\n" % (folded, digest, b64encode(signature)))
    return b"".join(found)


@lru_cache(64)
def _opening(
    selector: str, algorithm: str, domain: str, names: tuple[str, ...], moment: int
) -> tuple[bytes, bytes]:
    """The tags before the digest, as they go out and in relaxed form; the same for a whole second."""
    every = [*names, *_OVERSIGNED]
    rows = (every[start : start + 5] for start in range(0, len(every), 5))
    named = ":\r\n ".join(":".join(row) for row in rows)
    folded = (
        f"v=1; a={algorithm}-sha256; c=relaxed/relaxed;\r\n d={domain}; s={selector}; t={moment};"
        f"\r\n h={named};\r\n bh="
    )
    return folded.encode("ascii"), folded.replace("\r\n", "").encode("ascii")
