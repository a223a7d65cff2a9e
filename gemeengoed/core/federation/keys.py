"""Our own keys: made at the first use, encrypted at rest, parsed once a process."""

from base64 import b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.database import sealing

from .models import KeyPair
from .signatures import publics
from .signatures.model import PrivateKey

RSA, ED25519 = "rsa", "ed25519"
_PURPOSE = "gemeengoed federation keys"


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
    context = _context(pair.actor_id, pair.algorithm)
    return sealing.opened(bytes(pair.private), _PURPOSE, context)


def pem(pair: KeyPair) -> str:
    """The public half, as `publicKeyPem` holds it (RFC 7468, section 13)."""
    text = b64encode(bytes(pair.public)).decode("ascii")
    lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n"


def _context(actor: int, algorithm: str) -> str:
    return f"{algorithm} of {actor}"


def _made(actor: Actor, algorithm: str) -> dict[str, bytes]:
    key: PrivateKey = (
        rsa.generate_private_key(65537, 2048)
        if algorithm == RSA
        else ed25519.Ed25519PrivateKey.generate()
    )
    sealed = sealing.seal(key, _PURPOSE, _context(actor.pk, algorithm))
    return {"private": sealed, "public": publics.to_der(key.public_key())}
