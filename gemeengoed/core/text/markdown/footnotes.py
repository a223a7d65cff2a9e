"""Footnotes as HTML, with DPUB-ARIA 1.1 roles and words for who hears them."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

PREFIX = "id_prefix"
MOST_BACK = 100
"""References to one note that get a way back; who refers more often gets the number only."""


def bound(md: MarkdownIt) -> None:
    md.core.ruler.before("footnote_tail", "footnote_bound", _bound)


def _bound(state: StateCore) -> None:
    for note in state.env.get("footnotes", {}).get("list", {}).values():
        note["count"] = min(note.get("count", 0), MOST_BACK)


def add_rules(md: MarkdownIt) -> None:
    rules = {
        "footnote_ref": _reference,
        "footnote_block_open": _block_open,
        "footnote_block_close": _block_close,
        "footnote_open": _open,
        "footnote_close": _close,
        "footnote_anchor": _anchor,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, rule)


def _number(token: Token) -> int:
    return int(token.meta["id"]) + 1


def _back(token: Token, prefix: str) -> str:
    """The id of the place that refers to the note; a note may be referred to more than once."""
    again = int(token.meta.get("subId", 0))
    return f"{prefix}fnref{_number(token)}" + (f"-{again + 1}" if again else "")


def _reference(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    token, prefix = tokens[index], env.get(PREFIX, "")
    counted = int(token.meta.get("subId", 0)) < MOST_BACK
    return format_html(
        '<sup class="footnote-ref"><a href="#{}fn{}"{} role="doc-noteref"'
        ' aria-label="{}">{}</a></sup>',
        prefix,
        _number(token),
        format_html(' id="{}"', _back(token, prefix)) if counted else "",
        _("Note %(number)d") % {"number": _number(token)},
        _number(token),
    )


def _block_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return format_html(
        '<section class="footnotes" role="doc-endnotes" aria-label="{}"><ol>\n', _("Notes")
    )


def _block_close(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return "</ol></section>\n"


def _open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return format_html('<li id="{}fn{}">', env.get(PREFIX, ""), _number(tokens[index]))


def _close(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</li>\n"


def _anchor(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token, prefix = tokens[index], env.get(PREFIX, "")
    return format_html(
        ' <a href="#{}" class="footnote-backref" role="doc-backlink" aria-label="{}">↩\ufe0e</a>',
        _back(token, prefix),
        _("Back to note %(number)d in the text") % {"number": _number(token)},
    )
