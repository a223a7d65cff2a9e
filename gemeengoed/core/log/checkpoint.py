"""A signed word of the server: 'at this time my log had so many entries and ended in this link'.

Whoever keeps one can show later that entries were cut off or written anew: the signature (Ed25519,
RFC 8032) cannot be denied. The key follows from the secret key of the installation.
"""

from base64 import b64encode
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from gemeengoed.core.actors.models import Actor

from . import chain
from .queries import Head


@cache
def _key(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gemeengoed log checkpoint")
    return Ed25519PrivateKey.from_private_bytes(seed.derive(secret.encode()))


def public_key() -> str:
    """Base64 of the 32 bytes with which anybody checks a checkpoint."""
    return b64encode(_key(settings.SECRET_KEY).public_key().public_bytes_raw()).decode()


def signed(owner: Actor, head: Head) -> dict[str, Any]:
    """Statement with `signature`: Base64, over the canonical JSON of the other members."""
    statement = {
        "domain": settings.DOMAIN,
        "owner": owner.handle,
        "number": head.number,
        "link": head.link,
        "time": chain.stamp(timezone.now()),
        "public_key": public_key(),
    }
    signature = _key(settings.SECRET_KEY).sign(chain.canonical(statement).encode())
    return {**statement, "signature": b64encode(signature).decode()}
