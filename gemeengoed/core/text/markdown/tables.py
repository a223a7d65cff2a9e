"""Tables that scroll within themselves, with scopes and a caption."""

import re

from django.utils.translation import gettext as _
from markdown_it.token import Token

from . import blocks, plain

# 'Table: words' gives the caption 'words'; 'Tabel 1. Words' stays whole, since texts refer to it.
CAPTION = re.compile(r"(?:Table|Tabel)(?:\s+\w{1,5})?\s*[:.]\s", re.IGNORECASE)
BARE = re.compile(r"(?:Table|Tabel)\s*[:.]\s*", re.IGNORECASE)
ALIGNMENT = {"text-align:right": "number", "text-align:center": "centre"}


def arrange(tokens: list[Token]) -> list[Token]:
    """The tokens with each table wrapped, and its caption moved into it."""
    changed: list[Token] = []
    index = 0
    while index < len(tokens):
        if tokens[index].type != "table_open":
            changed.append(tokens[index])
            index += 1
            continue
        end = blocks.closing(tokens, index)
        caption = _caption_before(changed)
        after = end + 1
        if caption is None and _is_caption(tokens, after):
            caption, after = tokens[after + 1], after + 3
        changed += _wrapped(tokens[index : end + 1], caption)
        index = after
    return changed


def _caption_before(done: list[Token]) -> Token | None:
    start = len(done) - 3
    if not _is_caption(done, start):
        return None
    inline = done[start + 1]
    del done[start:]
    return inline


def _is_caption(tokens: list[Token], start: int) -> bool:
    if not blocks.is_paragraph(tokens, start):
        return False
    return CAPTION.match(plain.of_inline(tokens[start + 1].children)) is not None


def _wrapped(table: list[Token], caption: Token | None) -> list[Token]:
    words = _caption_words(caption) if caption else ""
    wrapper = Token("table_wrap_open", "div", 1)
    wrapper.attrs = {
        "class": "scroll",
        "role": "region",
        "tabindex": "0",
        "aria-label": words or _("Table"),
    }
    _scopes(table)
    title = _caption_tokens(caption) if caption else []
    return [wrapper, table[0], *title, *table[1:], Token("table_wrap_close", "div", -1)]


def _caption_words(caption: Token) -> str:
    """Takes emphasis around the whole and the bare word 'Table:' from the caption; returns its text."""
    children = caption.children or []
    if len(children) > 2 and children[0].type == "em_open" and children[-1].type == "em_close":
        caption.children = children = children[1:-1]
    for child in children:
        if child.type == "text" and child.content:
            child.content = BARE.sub("", child.content, count=1)
            break
    return plain.of_inline(children)


def _caption_tokens(caption: Token) -> list[Token]:
    return [Token("caption_open", "caption", 1), caption, Token("caption_close", "caption", -1)]


def _scopes(table: list[Token]) -> None:
    """Heads get a scope. Where the first head is empty, the first cell of each row is a head as well."""
    cells = [i for i, token in enumerate(table) if token.type in ("th_open", "td_open")]
    rows_have_heads = bool(cells) and not table[cells[0] + 1].content.strip()
    for index in cells:
        first = table[index - 1].type == "tr_open"
        head = table[index].type == "th_open"
        if head and first and rows_have_heads:
            table[index].tag = table[index + 2].tag = "td"
        elif head:
            table[index].attrSet("scope", "col")
        elif first and rows_have_heads:
            table[index].tag = table[index + 2].tag = "th"
            table[index].attrSet("scope", "row")
        _align(table[index])


def _align(cell: Token) -> None:
    style = str(cell.attrs.pop("style", ""))
    if style in ALIGNMENT:
        cell.attrSet("class", ALIGNMENT[style])
