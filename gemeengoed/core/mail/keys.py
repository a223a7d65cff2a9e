"""The keys that sign what goes out: made at the first use, encrypted at rest, loaded once a process."""

import hashlib
import logging
from base64 import b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import timezone

from gemeengoed.core.database import sealing

from . import addresses
from .models import SigningKey
from .signing import Signer

logger = logging.getLogger(__name__)

RSA, ED25519 = "rsa", "ed25519"
ALGORITHMS = (RSA, ED25519)
_PURPOSE = "gemeengoed mail signing keys"
_PADDING, _HASH = PKCS1v15(), SHA256()


def signers() -> list[Signer]:
    """Every active key, ready to sign. Makes what is missing; call it outside a transaction."""
    found = [_usable(algorithm) for algorithm in ALGORITHMS]
    return [signer(row.selector, _opened(row)) for row in found]


def signer(selector: str, key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> Signer:
    if isinstance(key, rsa.RSAPrivateKey):
        return Signer(selector, RSA, lambda signed: key.sign(signed, _PADDING, _HASH))
    # RFC 8463, section 3: the hash is what is signed.
    return Signer(selector, ED25519, lambda signed: key.sign(hashlib.sha256(signed).digest()))


def records() -> list[tuple[str, str]]:
    """(name, value) of each TXT record that should stand in DNS (RFC 6376, section 3.6.1)."""
    rows = SigningKey.objects.filter(retired=None).order_by("pk")
    return [
        (
            f"{row.selector}._domainkey.{addresses.domain()}",
            f"v=DKIM1; k={row.algorithm}; p={row.public}",
        )
        for row in rows
    ]


def _usable(algorithm: str) -> SigningKey:
    for row in SigningKey.objects.filter(algorithm=algorithm, retired=None).order_by("pk"):
        try:
            _opened(row)
        except InvalidTag:
            logger.error("the secret of this server changed: key %s is replaced", row.selector)
            SigningKey.objects.filter(pk=row.pk).update(retired=timezone.now())
        else:
            return row
    return _made(algorithm)


def _made(algorithm: str) -> SigningKey:
    """Of several that begin at once one makes it: they all choose the same selector."""
    number = SigningKey.objects.filter(algorithm=algorithm).count() + 1
    selector = f"gemeengoed{number}-{algorithm}"
    key = (
        rsa.generate_private_key(65537, 2048)
        if algorithm == RSA
        else ed25519.Ed25519PrivateKey.generate()
    )
    given = {
        "algorithm": algorithm,
        "private": sealing.seal(key, _PURPOSE, selector),
        "public": _public(key.public_key()),
    }
    return SigningKey.objects.get_or_create(selector=selector, defaults=given)[0]


def _public(key: rsa.RSAPublicKey | ed25519.Ed25519PublicKey) -> str:
    """RFC 6376: SubjectPublicKeyInfo; RFC 8463, section 4: the 32 bytes themselves."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return b64encode(key.public_bytes_raw()).decode("ascii")
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b64encode(der).decode("ascii")


def _opened(row: SigningKey) -> rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey:
    return sealing.opened(bytes(row.private), _PURPOSE, row.selector)
