"""What is the same for all hosts that an activity goes to: its bytes, their digest, and who signs."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from .. import addresses, keys
from ..models import OutgoingActivity
from ..signatures.digests import Digests
from ..signatures.model import PrivateKey

MOST, MOST_BYTES = 64, 16_000_000


@dataclass(frozen=True)
class Envelope:
    body: bytes
    digests: Digests
    key_id: str
    key: PrivateKey


class Envelopes:
    """Those used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Envelope] = OrderedDict()
        self._bytes = 0

    def of(self, activities: Iterable[int]) -> dict[int, Envelope]:
        """By activity; one that is erased has none. Outside a transaction: a key may have to be made."""
        wanted = set(activities)
        lacking = wanted - self._kept.keys()
        for row in OutgoingActivity.objects.filter(pk__in=lacking).select_related("actor"):
            pair = keys.pair(row.actor)
            body = bytes(row.body)
            self._kept[row.pk] = Envelope(
                body, Digests(body), addresses.key(row.actor.handle), keys.private(pair)
            )
            self._bytes += len(body)
        found = {one: self._kept[one] for one in wanted if one in self._kept}
        for one in found:
            self._kept.move_to_end(one)
        while self._kept and (len(self._kept) > MOST or self._bytes > MOST_BYTES):
            self._bytes -= len(self._kept.popitem(last=False)[1].body)
        return found
