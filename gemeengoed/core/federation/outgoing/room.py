"""How many deliveries may be on their way at once, by the files that this process may open."""

import resource
from typing import NamedTuple

MOST, KEPT = 300, 200
_PER_DELIVERY, _PER_KEPT = 4, 6
"""Connections that close or wait for the next count as well: at 300 on their way 883 were seen open."""


class Room(NamedTuple):
    """`most` on their way at once; `unproven` of those to hosts that took nothing lately: however many of
    them hang, the others go on. Connections stay open to `kept` hosts."""

    most: int
    unproven: int
    kept: int


def room() -> Room:
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return _of(MOST, KEPT)
    return _of(max(8, min(MOST, soft // _PER_DELIVERY)), max(4, min(KEPT, soft // _PER_KEPT)))


def _of(most: int, kept: int) -> Room:
    return Room(most, max(1, most * 2 // 3), kept)
