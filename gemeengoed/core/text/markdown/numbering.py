"""The blocks of a text, numbered from 1: what somebody can point at when they discuss it.

A block is a paragraph, heading, item of a list, figure, table, quotation, call-out, code, or the notes
at the end. The whole text is in them, in order; what `render` keeps of a revision does not change.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from . import blocks, plain, safety
from .model import Context, FigureFinder, TermFinder
from .parser import parser
from .rendering import arranged, in_language

Span = tuple[int, int] | None
"""Lines of the source, the first counted from 0 and the last not included; None where it has none."""

_KINDS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "figure": "figure",
    "table_wrap_open": "table",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
    "footnote_block_open": "notes",
}
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True)
class Block:
    """`html` is safe; `plain` holds its words; `source` its Markdown, empty where it cannot be replaced
    by itself; `lines` where that stands."""

    number: int
    kind: str
    html: str
    plain: str
    source: str
    lines: Span


def number(
    text: str,
    figure: FigureFinder | None = None,
    *,
    term: TermFinder | None = None,
    language: str = "",
) -> list[Block]:
    """The blocks of `text`; arguments and errors as of `render`."""
    tokens, env = arranged(text, Context(figure=figure, term=term), language)
    lines = _lines(text)
    with in_language(language):
        return [
            _block(index, kind, part, span, lines, env)
            for index, (kind, part, span) in enumerate(_parts(tokens), start=1)
        ]


def replaced(text: str, block: Block, source: str) -> str:
    """`text` with the lines of `block` replaced by `source`. Raises ValueError where it has none."""
    if block.lines is None:
        raise ValueError(f"block {block.number} has no lines of its own")
    lines = _lines(text)
    first, end = block.lines
    return "\n".join([*lines[:first], *_lines(source), *lines[end:]])


def _lines(text: str) -> list[str]:
    """As the parser counts them (CommonMark, 2.1)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _block(
    index: int, kind: str, part: Sequence[Token], span: Span, lines: list[str], env: dict[str, Any]
) -> Block:
    html = safety.clean(parser().renderer.render(part, parser().options, env))
    span = _without_blank_end(span, lines)
    source = "\n".join(lines[span[0] : span[1]]) if span else ""
    return Block(index, kind, html, plain.of_blocks(part), source, span)


def _without_blank_end(span: Span, lines: list[str]) -> Span:
    if span is None:
        return None
    first, end = span
    while end > first and not lines[end - 1].strip():
        end -= 1
    return (first, end) if end > first else None


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token], Span]]:
    index = 0
    while index < len(tokens):
        end = blocks.closing(tokens, index)
        part = list(tokens[index : end + 1])
        if tokens[index].type in _LISTS:
            yield from _items(part)
        else:
            yield _KINDS.get(tokens[index].type, "other"), part, _span(part)
        index = end + 1


def _span(part: Sequence[Token]) -> Span:
    """A table's wrapper has no place of its own; what is gathered at the end has none at all."""
    if part[0].type == "footnote_block_open":
        return None
    token = part[1] if part[0].type == "table_wrap_open" else part[0]
    return (token.map[0], token.map[1]) if token.map else None


def _items(part: Sequence[Token]) -> Iterator[tuple[str, list[Token], Span]]:
    """Each item as a list of its own, which goes on counting where the one before ended."""
    opening, closing = part[0], part[-1]
    first, index, count = int(opening.attrs.get("start", 1)), 1, 0
    while index < len(part) - 1:
        end = blocks.closing(part, index)
        alone = copy(opening)
        alone.attrs = dict(opening.attrs)
        if opening.type == "ordered_list_open" and first + count != 1:
            alone.attrs["start"] = first + count
        item = [alone, *part[index : end + 1], closing]
        yield "item", item, _span(part[index : end + 1])
        index, count = end + 1, count + 1
