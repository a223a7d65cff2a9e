"""Our own keys: made at the first use, encrypted at rest, parsed once a process."""

import secrets
from base64 import b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from gemeengoed.core.actors.models import Actor

from .models import KeyPair
from .signatures.model import PrivateKey

RSA, ED25519 = "rsa", "ed25519"
_NONCE = 12
_DER, _PKCS8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
_SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def pair(actor: Actor, algorithm: str = RSA) -> KeyPair:
    """The key of `actor`, made when there is none; call it outside a transaction, since making takes 0.1 s.
    One that cannot be opened, because the secret of the server was replaced, is made anew."""
    found = KeyPair.objects.filter(actor=actor, algorithm=algorithm).first()
    if found is None:
        values = _made(actor, algorithm)
        return KeyPair.objects.get_or_create(actor=actor, algorithm=algorithm, defaults=values)[0]
    try:
        private(found)
    except InvalidTag:
        old = KeyPair.objects.filter(pk=found.pk, private=found.private)
        old.update(**_made(actor, algorithm))
        found.refresh_from_db()
    return found


def private(pair: KeyPair) -> PrivateKey:
    """Raises InvalidTag when the secret of the server is another than the key was made with."""
    return _loaded(
        _context(pair.actor_id, pair.algorithm), bytes(pair.private), settings.SECRET_KEY
    )


def pem(pair: KeyPair) -> str:
    """The public half, as `publicKeyPem` holds it (RFC 7468, section 13)."""
    text = b64encode(bytes(pair.public)).decode("ascii")
    lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n"


def _context(actor: int, algorithm: str) -> bytes:
    return f"{algorithm} of {actor}".encode()


def _made(actor: Actor, algorithm: str) -> dict[str, bytes]:
    key: PrivateKey = (
        rsa.generate_private_key(65537, 2048)
        if algorithm == RSA
        else ed25519.Ed25519PrivateKey.generate()
    )
    der = key.private_bytes(_DER, _PKCS8, serialization.NoEncryption())
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_secret(settings.SECRET_KEY)).encrypt(nonce, der, _context(actor.pk, algorithm))
    return {"private": nonce + sealed, "public": key.public_key().public_bytes(_DER, _SPKI)}


@lru_cache(1024)
def _loaded(context: bytes, sealed: bytes, secret: str) -> PrivateKey:
    """Loading with its check costs 36 ms; the key is our own, so the check can stay away."""
    der = AESGCM(_secret(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise TypeError("no key that signs")
    return key


@lru_cache(2)
def _secret(of: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"gemeengoed federation keys").derive(of.encode())
