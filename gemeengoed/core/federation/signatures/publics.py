"""Public keys of others, from the forms in which documents hold them. Parsed once a process."""

from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from .model import PublicKey

RSA, ED25519 = "rsa", "ed25519"
SMALLEST, LARGEST = 2048, 8192
"""Bits of an RSA key: a larger one makes us work for whoever sent it."""


def of_pem(text: str) -> PublicKey:
    """From `publicKeyPem`: SubjectPublicKeyInfo or PKCS#1. Raises ValueError."""
    try:
        return _fitting(serialization.load_pem_public_key(text.strip().encode()))
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError("no key that we take") from error


@lru_cache(4096)
def of_der(der: bytes) -> PublicKey:
    """From SubjectPublicKeyInfo. Raises ValueError."""
    try:
        return _fitting(serialization.load_der_public_key(der))
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError("no key that we take") from error


def to_der(key: PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def algorithm_of(key: PublicKey) -> str:
    return RSA if isinstance(key, rsa.RSAPublicKey) else ED25519


def _fitting(key: object) -> PublicKey:
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    if isinstance(key, rsa.RSAPublicKey) and SMALLEST <= key.key_size <= LARGEST:
        return key
    raise ValueError("no key that we take")
