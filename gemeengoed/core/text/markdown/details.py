"""`> [!DETAILS] Summary` becomes a part that opens when somebody asks for it."""

import re

from django.utils.translation import pgettext
from markdown_it.token import Token

from . import blocks

MARK = re.compile(r"\[!DETAILS\][ \t]*", re.IGNORECASE)


def fold(tokens: list[Token]) -> list[Token]:
    """The tokens with every quotation so marked made into <details>, its first line the summary."""
    changed: list[Token] = []
    skip: set[int] = set()
    for index, token in enumerate(tokens):
        if not _is_details(tokens, index):
            if index not in skip:
                changed.append(token)
            continue
        for end in (token, tokens[blocks.closing(tokens, index)]):
            end.tag = "details"
        token.attrs = {"class": "disclosure"}
        changed += [token, *_summary(tokens[index + 2])]
        if not tokens[index + 2].children:
            skip |= {index + 1, index + 2, index + 3}
    return changed


def _is_details(tokens: list[Token], index: int) -> bool:
    if tokens[index].type != "blockquote_open" or not blocks.is_paragraph(tokens, index + 1):
        return False
    children = tokens[index + 2].children or []
    return bool(children and children[0].type == "text" and MARK.match(children[0].content))


def _summary(inline: Token) -> list[Token]:
    """Takes the first line from the paragraph."""
    children = inline.children or []
    ends = (n for n, child in enumerate(children) if child.type.endswith("break"))
    end = next(ends, len(children))
    first, inline.children = children[:end], children[end + 1 :]
    first[0].content = MARK.sub("", first[0].content, count=1)
    if len(first) == 1 and not first[0].content.strip():
        first[0].content = pgettext("call-out", "More")
    words = Token("inline", "", 0, children=first, content="", level=inline.level, map=inline.map)
    return [Token("summary_open", "summary", 1), words, Token("summary_close", "summary", -1)]
