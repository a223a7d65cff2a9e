"""Headings: h1 becomes h2 (the page has the one h1), and each gets an id to link to."""

import re
import unicodedata

from markdown_it.token import Token

from . import plain
from .model import Context, Heading

# Every id begins with it, so that no heading takes an id that the page itself uses (`main`).
PREFIX = "s-"
MAX_LENGTH = 60


def give_ids(tokens: list[Token], context: Context) -> None:
    taken: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            _one(token, tokens[index + 1], taken, context)
        elif token.type == "heading_close":
            token.tag = _tag(token.tag)


def _one(token: Token, inline: Token, taken: dict[str, int], context: Context) -> None:
    token.tag = _tag(token.tag)
    text = plain.of_inline(inline.children)
    identifier = context.prefix + PREFIX + unique(slug(text), taken)
    token.attrSet("id", identifier)
    context.headings.append(Heading(int(token.tag[1]), identifier, text))


def _tag(tag: str) -> str:
    return "h2" if tag == "h1" else tag


def slug(text: str) -> str:
    """`text` in a-z, 0-9 and hyphens, at most MAX_LENGTH; empty for a script without Latin letters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text)[:MAX_LENGTH].strip("-")


def unique(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or with a number behind it; a number alone where there is nothing to call it."""
    number = taken.get(wanted, 0)
    candidate = wanted if wanted and not number else ""
    while not candidate or candidate in taken:
        number += 1
        if number == 1 and wanted:
            number = 2
        candidate = f"{wanted}-{number}" if wanted else str(number)
    taken[wanted] = max(number, 1)
    taken.setdefault(candidate, 1)
    return candidate
