"""Places in a message to many that are filled for each recipient: `⟦name⟧`."""

import re
from collections.abc import Iterator

SLOT = re.compile("⟦([a-z][a-z0-9_]{0,39})⟧")


def names(words: str) -> set[str]:
    """The slots in `words`."""
    return set(SLOT.findall(words))


def pieces(words: str) -> Iterator[tuple[str, str]]:
    """`words` in order as (words as they stand, the slot after them); the last slot is empty."""
    parts = SLOT.split(words)
    yield from zip(parts[::2], [*parts[1::2], ""], strict=True)


def literal(words: str) -> str:
    """`words` that somebody typed, so that nothing in them is a slot."""
    return words.replace("⟦", "[").replace("⟧", "]")
