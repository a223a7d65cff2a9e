"""Marks stretches of a block, whatever elements they run through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html

INNER_BLOCKS = {"p", "ul", "ol", "blockquote", "pre", "table", "div", "section", "aside", "details"}
CLASS = "long"


@dataclass(frozen=True)
class Piece:
    """Text right inside `element`, or right behind it when `behind`."""

    element: Any
    behind: bool
    text: str


def pieces(block: Any) -> list[Piece]:
    """The text of `block` in order, without that of blocks inside it and of numbers of notes."""
    found: list[Piece] = []
    _collect(block, found)
    return found


def _collect(element: Any, found: list[Piece]) -> None:
    if element.text:
        found.append(Piece(element, False, element.text))
    for child in element:
        if child.tag not in INNER_BLOCKS and "footnote" not in child.get("class", ""):
            _collect(child, found)
        if child.tail:
            found.append(Piece(child, True, child.tail))


def mark(found: Sequence[Piece], stretches: Sequence[tuple[int, int, str]]) -> None:
    """Puts <mark> around each stretch (start, end, id), counted over the text of all pieces.

    A stretch that runs through several elements gets several marks; the first has the id.
    """
    offset = 0
    named: set[str] = set()
    for piece in found:
        end = offset + len(piece.text)
        inside = [
            (max(start, offset) - offset, min(stop, end) - offset, name)
            for start, stop, name in stretches
            if start < end and stop > offset
        ]
        if inside:
            _put(piece, inside, named)
        offset = end


def _put(piece: Piece, inside: list[tuple[int, int, str]], named: set[str]) -> None:
    text = piece.text
    made: list[Any] = []
    for number, (start, stop, name) in enumerate(inside):
        element = lxml.html.Element("mark")
        element.set("class", CLASS)
        if name not in named:
            element.set("id", name)
            named.add(name)
        element.text = text[start:stop]
        following = inside[number + 1][0] if number + 1 < len(inside) else len(text)
        element.tail = text[stop:following]
        made.append(element)
    before = text[: inside[0][0]]
    if piece.behind:
        parent, place = (
            piece.element.getparent(),
            piece.element.getparent().index(piece.element) + 1,
        )
        piece.element.tail = before
    else:
        parent, place = piece.element, 0
        piece.element.text = before
    for offset, element in enumerate(made):
        parent.insert(place + offset, element)
