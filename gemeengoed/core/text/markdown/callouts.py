"""`> [!NOTE]` and its kin, as GitHub writes them, become an aside with a visible word."""

import re

from django.utils.translation import pgettext_lazy
from markdown_it.token import Token

from . import blocks

MARK = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
WORDS = {
    "note": pgettext_lazy("call-out", "Note"),
    "tip": pgettext_lazy("call-out", "Tip"),
    "important": pgettext_lazy("call-out", "Important"),
    "warning": pgettext_lazy("call-out", "Warning"),
    "caution": pgettext_lazy("call-out", "Be careful"),
}


def mark(tokens: list[Token]) -> list[Token]:
    """The tokens with every marked quotation made into a call-out, its mark taken out."""
    changed: list[Token] = []
    skip: set[int] = set()
    for index, token in enumerate(tokens):
        kind = _kind(tokens, index)
        if kind:
            _become_aside(tokens, index, kind)
            skip |= _without_mark(tokens, index + 1)
        if index not in skip:
            changed.append(token)
        if kind:
            changed.append(_title(kind))
    return changed


def _kind(tokens: list[Token], index: int) -> str:
    """The kind of call-out that the quotation at `index` is, or an empty string."""
    if tokens[index].type != "blockquote_open" or not blocks.is_paragraph(tokens, index + 1):
        return ""
    children = tokens[index + 2].children or []
    found = MARK.fullmatch(children[0].content) if children else None
    alone = len(children) == 1 or (len(children) > 1 and children[1].type.endswith("break"))
    return found[1].lower() if found and alone else ""


def _become_aside(tokens: list[Token], start: int, kind: str) -> None:
    end = blocks.closing(tokens, start)
    for token in (tokens[start], tokens[end]):
        token.tag = "aside"
    tokens[start].attrs = {"class": f"callout callout-{kind}", "role": "note"}


def _without_mark(tokens: list[Token], paragraph: int) -> set[int]:
    """Takes the mark from the paragraph; returns its indexes if nothing else stood in it."""
    inline = tokens[paragraph + 1]
    inline.children = (inline.children or [])[2:]
    return set() if inline.children else {paragraph, paragraph + 1, paragraph + 2}


def _title(kind: str) -> Token:
    token = Token("callout_title", "p", 0)
    token.content = str(WORDS[kind])
    return token
