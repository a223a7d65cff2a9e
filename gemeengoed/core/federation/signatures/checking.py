"""Is this request signed, and by whom? First what can be told without a key, then with it."""

from collections.abc import Collection
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding

from . import cavage, digests, rfc9421
from .model import Claim, PublicKey, Request, SignatureError

_SHA256, _SHA512 = hashes.SHA256(), hashes.SHA512()
_PKCS1 = padding.PKCS1v15()
_PSS = padding.PSS(padding.MGF1(_SHA512), salt_length=64)  # RFC 9421, section 3.3.1


def claimed(
    request: Request,
    *,
    now: datetime,
    hosts: Collection[str],
    schemes: Collection[str] = ("https",),
) -> Claim:
    """Who says to have signed it. Raises SignatureError when it is not for one of `hosts`, its time is more
    than an hour from `now`, its body is not the one that was signed, or too little was signed."""
    if request.headers.get("host", "").lower() not in hosts:
        raise SignatureError("host")
    if "signature" not in request.headers:
        raise SignatureError("missing")
    if "signature-input" in request.headers:
        claim = rfc9421.claimed(request, now, schemes)
    else:
        claim = cavage.claimed(request, now)
    _check_body(request)
    return claim


def _check_body(request: Request) -> None:
    """Each digest that came must hold, whichever was signed; a body without one is nobody's."""
    if "content-digest" in request.headers:
        digests.check_content_digest(request.headers, request.body)
    if "digest" in request.headers:
        digests.check_digest(request.headers, request.body)
    if request.body and not {"content-digest", "digest"} & request.headers.keys():
        raise SignatureError("digest", "none")


def proves(claim: Claim, key: PublicKey) -> bool:
    """Whether the holder of `key` signed what is claimed."""
    return any(_verifies(claim, base, key) for base in claim.bases)


def _verifies(claim: Claim, base: bytes, key: PublicKey) -> bool:
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            if claim.algorithm not in ("", "hs2019", "ed25519"):
                return False
            key.verify(claim.signature, base)
        elif claim.algorithm == "rsa-pss-sha512":
            key.verify(claim.signature, base, _PSS, _SHA512)
        elif claim.algorithm == "ed25519":
            return False
        else:
            # In the fediverse hs2019 with an RSA key means this, whatever the draft says.
            key.verify(claim.signature, base, _PKCS1, _SHA256)
    except InvalidSignature:
        return False
    return True
