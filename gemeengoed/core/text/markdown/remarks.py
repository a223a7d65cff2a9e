"""Markdown for short remarks: no headings, pictures, tables or notes; what was typed of them is shown."""

from functools import cache

from markdown_it import MarkdownIt

from . import limits, links, safety


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    md.enable("strikethrough")
    md.disable(["heading", "lheading", "image", "hr", "reference"])
    limits.add_deadline(md)
    return md


def render_remark(text: str) -> str:
    """Safe HTML of a remark. Raises ValidationError beyond the limits."""
    limits.check_size(text)
    env = {limits.DEADLINE: limits.new_deadline()}
    tokens = _parser().parse(text, env)
    links.guard_all(tokens)
    return safety.clean(_parser().renderer.render(tokens, _parser().options, env))
