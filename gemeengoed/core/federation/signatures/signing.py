"""Signing our own requests, in either dialect."""

from base64 import b64encode
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

import http_sf
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding

from .digests import Digests
from .model import PrivateKey

_SHA256, _PKCS1 = hashes.SHA256(), padding.PKCS1v15()


def cavage(
    method: str,
    url: str,
    *,
    key_id: str,
    key: PrivateKey,
    now: datetime,
    digests: Digests | None = None,
) -> dict[str, str]:
    """The headers of a request to `url` with its signature over them (draft-cavage-12); `now` is in UTC."""
    target, host = _where(url)
    headers = {"Host": host, "Date": format_datetime(now, usegmt=True)}
    if digests is not None:
        headers["Digest"] = digests.digest
    lines = [f"(request-target): {method.lower()} {target}"]
    lines += [f"{name.lower()}: {value}" for name, value in headers.items()]
    covered = " ".join(["(request-target)", *(name.lower() for name in headers)])
    signed = b64encode(signature(key, "\n".join(lines).encode())).decode("ascii")
    headers["Signature"] = (
        f'keyId="{key_id}",algorithm="rsa-sha256",headers="{covered}",signature="{signed}"'
    )
    return headers


def rfc9421(
    method: str,
    url: str,
    *,
    key_id: str,
    key: PrivateKey,
    now: datetime,
    digests: Digests | None = None,
) -> dict[str, str]:
    """The same by RFC 9421, section 3.1."""
    _target, host = _where(url)
    headers = {"Host": host}
    components = ['"@method"', '"@target-uri"']
    lines = [f'"@method": {method.upper()}', f'"@target-uri": {url}']
    if digests is not None:
        headers["Content-Digest"] = digests.content_digest
        components.append('"content-digest"')
        lines.append(f'"content-digest": {digests.content_digest}')
    algorithm = "ed25519" if isinstance(key, ed25519.Ed25519PrivateKey) else "rsa-v1_5-sha256"
    parameters = (
        f"({' '.join(components)});created={int(now.timestamp())}"
        f';keyid={http_sf.ser(key_id)};alg="{algorithm}"'
    )
    lines.append(f'"@signature-params": {parameters}')
    signed = b64encode(signature(key, "\n".join(lines).encode())).decode("ascii")
    headers["Signature-Input"] = f"sig1={parameters}"
    headers["Signature"] = f"sig1=:{signed}:"
    return headers


def _where(url: str) -> tuple[str, str]:
    """The target (path and query) and the Host header (RFC 9110, section 7.2)."""
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return target, parts.netloc


def signature(key: PrivateKey, base: bytes) -> bytes:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(base)
    return key.sign(base, _PKCS1, _SHA256)
