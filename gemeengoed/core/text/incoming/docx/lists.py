"""Word's lists are paragraphs with a number; here they become lists, one inside the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from .numbering import Item

ROUNDING = 100
"""Twentieths of a point (ECMA-376, part 1, 22.9.2.14) that a hand does not aim at: 1.8 mm."""


@dataclass(frozen=True)
class Block:
    """HTML of one block. `item` is its place in a list; `left` how far it was set in, 0 when it was not."""

    html: str
    item: Item | None = None
    left: int = 0


@dataclass
class _Open:
    """A list whose last item is still open."""

    item: Item

    @property
    def tag(self) -> str:
        return "ol" if self.item.is_ordered else "ul"


def arrange(blocks: Iterable[Block]) -> str:
    """The blocks as HTML, those with a number as lists; a block set in under an item is part of it."""
    written: list[str] = []
    stack: list[_Open] = []
    for block in blocks:
        if block.item is not None:
            written += [*_place(block.item, stack), block.html]
            continue
        while stack and not _is_under(block, stack[-1].item):
            written.append(_end(stack))
        written.append(block.html)
    while stack:
        written.append(_end(stack))
    return "".join(written)


def _place(item: Item, stack: list[_Open]) -> list[str]:
    """Ends what ends before `item` and begins it."""
    written = []
    while stack and _is_deeper(stack[-1].item, item):
        written.append(_end(stack))
    if stack and not _is_deeper(item, stack[-1].item):
        if _goes_on(stack[-1].item, item):
            stack[-1].item = item
            return [*written, "</li><li>"]
        written.append(_end(stack))
    stack.append(_Open(item))
    start = f' start="{item.number}"' if item.is_ordered and item.number != 1 else ""
    return [*written, f"<{stack[-1].tag}{start}><li>"]


def _end(stack: list[_Open]) -> str:
    return f"</li></{stack.pop().tag}>"


def _goes_on(before: Item, item: Item) -> bool:
    """Whether `item`, as deep as `before`, is in the same list. Bullets look the same in every list."""
    if before.is_ordered != item.is_ordered:
        return False
    return not item.is_ordered or item.number == before.number + 1


def _is_deeper(item: Item, other: Item) -> bool:
    """By its level; between lists that were set in by hand, by where the words stand."""
    if item.series == other.series or item.level != other.level:
        return item.level > other.level
    return bool(item.left and other.left) and item.left > other.left + ROUNDING


def _is_under(block: Block, item: Item) -> bool:
    return bool(block.left and item.left) and block.left >= item.left - ROUNDING
