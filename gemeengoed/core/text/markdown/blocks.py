"""Finding one's way in a flat list of block tokens."""

from collections.abc import Sequence

from markdown_it.token import Token


def closing(tokens: Sequence[Token], start: int) -> int:
    """Index of the token that closes the one opened at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    raise ValueError(f"nothing closes {tokens[start].type}")


def is_paragraph(tokens: Sequence[Token], start: int) -> bool:
    """Whether a paragraph (open, inline, close) begins at `start`."""
    return (
        start >= 0
        and start + 2 < len(tokens)
        and tokens[start].type == "paragraph_open"
        and tokens[start + 1].type == "inline"
        and tokens[start + 2].type == "paragraph_close"
    )


def line(token: Token) -> int:
    """The line of the source, counted from 1, at which the block of `token` begins; 0 if unknown."""
    return token.map[0] + 1 if token.map else 0
