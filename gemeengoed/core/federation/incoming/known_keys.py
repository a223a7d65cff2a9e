"""Keys of others as a request needs them: from memory, else one query. Nothing is fetched here."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models import Measure, RemoteKey

if TYPE_CHECKING:
    from ..signatures.model import PublicKey

HOLDS = 60.0
"""Seconds after which the database is asked again: for a key that was replaced, or a server that was
blocked."""
MOST = 20_000


@dataclass(frozen=True)
class KnownKey:
    """`is_suspended`: a steward decided that nothing comes from there."""

    owner: str
    public: "PublicKey"
    is_suspended: bool
    until: float


_known: dict[str, KnownKey] = {}


def known(key_id: str) -> KnownKey | None:
    found = _known.get(key_id)
    if found is not None and found.until > time.monotonic():
        return found
    from ..signatures import publics  # noqa: PLC0415 - cryptography, 8 MB

    row = RemoteKey.objects.select_related("owner__host").filter(key_id=key_id).first()
    if row is None:
        _known.pop(key_id, None)
        return None
    measures = (row.owner.measure, row.owner.host.measure)
    found = KnownKey(
        owner=row.owner.uri,
        public=publics.of_der(bytes(row.public)),
        is_suspended=Measure.SUSPEND in measures,
        until=time.monotonic() + HOLDS,
    )
    if len(_known) >= MOST:
        _known.clear()
    _known[key_id] = found
    return found


def forget() -> None:
    """For this process; others follow within `HOLDS`."""
    _known.clear()
