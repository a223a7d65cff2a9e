"""What is signed by the actor of this server when it asks."""

from django.utils import timezone

from gemeengoed.core.actors.services import instance_actor

from .. import addresses, keys
from ..signatures import signing
from ..signatures.dialects import CAVAGE, RFC9421

_SIGNERS = {RFC9421: signing.rfc9421, CAVAGE: signing.cavage}


def headers(address: str, dialect: str) -> dict[str, str]:
    """For a GET of `address` as it is sent."""
    me = instance_actor()
    return _SIGNERS[dialect](
        "GET",
        address,
        key_id=addresses.key(me.handle),
        key=keys.private(keys.pair(me)),
        now=timezone.now(),
    )
