"""Private keys of this server in rows: encrypted with a key derived from its secret (GEMEENGOED_SECRET_KEY).

`purpose` keeps kinds of keys apart, `context` ties the bytes to their row: moved to another they do not open.
"""

import secrets
from functools import lru_cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
_NONCE = 12
_DER, _PKCS8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8


def seal(key: PrivateKey, purpose: str, context: str) -> bytes:
    """12 bytes of nonce, then PKCS8 (DER) by AES-GCM."""
    der = key.private_bytes(_DER, _PKCS8, serialization.NoEncryption())
    nonce = secrets.token_bytes(_NONCE)
    cipher = AESGCM(_derived(settings.SECRET_KEY, purpose))
    return nonce + cipher.encrypt(nonce, der, context.encode())


def opened(sealed: bytes, purpose: str, context: str) -> PrivateKey:
    """Parsed once a process. Raises InvalidTag when the secret of the server is another than it was sealed
    with, or the row another."""
    return _opened(sealed, purpose, context, settings.SECRET_KEY)


@lru_cache(1024)
def _opened(sealed: bytes, purpose: str, context: str, secret: str) -> PrivateKey:
    """Loading with its check costs 36 ms; the key is our own, so the check can stay away."""
    cipher = AESGCM(_derived(secret, purpose))
    der = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise TypeError(f"{context} is no key that signs")
    return key


@lru_cache(8)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
