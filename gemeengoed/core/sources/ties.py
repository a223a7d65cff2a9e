"""What the parts above know of sources and terms: who cites them. They add themselves when they are ready.

Sources stand below documents and do not know them; what they must ask of them stands here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gemeengoed.core.commons.access import Access
from gemeengoed.core.registry import TiedObject

from .models import Source


@dataclass(frozen=True)
class Ties:
    """Of one part of the house whose objects cite sources and use terms."""

    citing: Callable[[Source, Access], Sequence[TiedObject]]
    """What cites this source, as far as this reader may know of it."""
    using: Callable[[str, Access], Sequence[TiedObject]]
    """What uses the term with that slug in this commons, as far as this reader may know of it."""
    is_cited: Callable[[Source], bool]
    """Whether anything cites it, seen or not."""
    move: Callable[[Source, Source], None]
    """(from, to) within a transaction: whatever cites the first now cites the second, once."""


all_ties: list[Ties] = []


def add(ties: Ties) -> None:
    """Called once from `AppConfig.ready` of the part."""
    if ties not in all_ties:
        all_ties.append(ties)
