"""The one parser: CommonMark, tables, strike-through, footnotes; no HTML."""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from . import footnotes, limits, output


@cache
def parser() -> MarkdownIt:
    """Shared by all threads: what changes during a rendering stands in `env` and the tokens."""
    md = MarkdownIt(
        "commonmark", {"html": False, "maxNesting": 40}, renderer_cls=limits.BoundedRenderer
    )
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False)
    limits.add_deadline(md)
    footnotes.bound(md)
    output.add_rules(md)
    footnotes.add_rules(md)
    return md


def parse(text: str, until: float | None = None) -> tuple[list[Token], dict[str, Any]]:
    """Tokens of `text` and the parser's env. Raises ValidationError beyond the limits, or after
    `until` (a new deadline when None)."""
    limits.check_size(text)
    env = limits.new_env(text, until)
    return parser().parse(text, env), env
