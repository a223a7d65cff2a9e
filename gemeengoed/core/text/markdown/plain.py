"""The words of a text without its marks."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

WORD = re.compile(r"\w+(?:['’‑-]\w+)*")
_TEXT = ("text", "code_inline", "text_special")


def of_inline(children: Sequence[Token] | None) -> str:
    """Words of inline tokens; a picture gives its alternative text, a note's number nothing."""
    return "".join(_words(token) for token in children or ()).strip()


def _words(token: Token) -> str:
    if token.type in _TEXT:
        return token.content
    if token.type == "image":
        return of_inline(token.children)
    return " " if token.type in ("softbreak", "hardbreak") else ""


def of_blocks(tokens: Sequence[Token]) -> str:
    """Words of a whole text, a block a line; figures give their caption."""
    lines = (_line(token) for token in tokens)
    return "\n".join(line for line in lines if line)


def _line(token: Token) -> str:
    if token.type == "inline":
        return of_inline(token.children)
    if token.type in ("fence", "code_block", "callout_title"):
        return token.content.strip()
    if token.type == "figure":
        return str(token.meta["caption"] or token.meta["alt"])
    return ""


def count(plain: str) -> int:
    """How many words `plain` has."""
    return sum(1 for _ in WORD.finditer(plain))
