"""The keys that sign what goes out: made at the first use, encrypted at rest, loaded once a process."""

import hashlib
import logging
import secrets
from base64 import b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from . import addresses
from .models import SigningKey
from .signing import Signer

logger = logging.getLogger(__name__)

RSA, ED25519 = "rsa", "ed25519"
ALGORITHMS = (RSA, ED25519)
_NONCE = 12
_PADDING, _HASH = PKCS1v15(), SHA256()


def signers() -> list[Signer]:
    """Every active key, ready to sign. Makes what is missing; call it outside a transaction."""
    found = [_usable(algorithm) for algorithm in ALGORITHMS]
    return [
        signer(row.selector, _loaded(row.selector, bytes(row.private), settings.SECRET_KEY))
        for row in found
    ]


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
            _loaded(row.selector, bytes(row.private), settings.SECRET_KEY)
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
        "private": _sealed(selector, key),
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


def _sealed(selector: str, key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_secret(settings.SECRET_KEY)).encrypt(nonce, der, selector.encode())


@lru_cache(16)
def _loaded(
    selector: str, sealed: bytes, secret: str
) -> rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey:
    """Loading with its check costs 36 ms; the key is our own, so the check can stay away."""
    cipher = AESGCM(_secret(secret))
    der = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], selector.encode())
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise TypeError(f"{selector} is no key that signs mail")
    return key


@lru_cache(2)
def _secret(of: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"gemeengoed mail signing keys").derive(of.encode())
