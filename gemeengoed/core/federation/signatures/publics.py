"""Public keys of others, from the forms in which documents hold them. Parsed once a process."""

from functools import lru_cache
from itertools import takewhile

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from .model import PublicKey

RSA, ED25519 = "rsa", "ed25519"
SMALLEST, LARGEST = 2048, 8192
"""Bits of an RSA key: a larger one makes us work for whoever sent it."""
_LONGEST_MULTIBASE = 100
_ED25519_CODE = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


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


def of_multibase(text: str) -> PublicKey:
    """From `publicKeyMultibase` of a Multikey (Controlled Identifiers 1.0, section 2.2.2): base58btc of the
    code of its kind and the key itself; of Ed25519 only. Raises ValueError."""
    if not text.startswith("z") or len(text) > _LONGEST_MULTIBASE:
        raise ValueError("no key that we take")
    raw = of_base58(text[1:])
    if len(raw) != 34 or not raw.startswith(_ED25519_CODE):
        raise ValueError("no key that we take")
    return ed25519.Ed25519PublicKey.from_public_bytes(raw[2:])


def to_multibase(key: ed25519.Ed25519PublicKey) -> str:
    """The other way round."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"z{to_base58(_ED25519_CODE + raw)}"


def of_base58(text: str) -> bytes:
    """base58btc (draft-msporny-base58). Raises ValueError."""
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(list(takewhile(lambda letter: letter == _BASE58[0], text)))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_base58(raw: bytes) -> str:
    number, letters = int.from_bytes(raw, "big"), ""
    while number:
        number, at = divmod(number, 58)
        letters = _BASE58[at] + letters
    return _BASE58[0] * (len(raw) - len(raw.lstrip(b"\0"))) + letters


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
