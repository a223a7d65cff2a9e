"""HTML for the tokens that are ours: figures and the words of call-outs."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


def add_rules(md: MarkdownIt) -> None:
    md.add_render_rule("figure", _figure)
    md.add_render_rule("callout_title", _callout_title)


def _figure(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A block's figure, or, in the middle of a sentence, the image alone."""
    meta = tokens[index].meta
    if tokens[index].level or not _is_block(tokens):
        return _image(meta)
    return format_html("<figure>{}{}</figure>\n", _enlarging(meta), _caption(meta))


def _enlarging(meta: dict[str, Any]) -> str:
    """The image as a link to itself: without a script it opens alone, at its full size."""
    name = _("Enlarge: %(alt)s") % {"alt": meta["alt"]}
    return format_html(
        '<a class="enlarge" href="{}" aria-label="{}">{}</a>',
        meta["figure"].url,
        name,
        _image(meta),
    )


def _is_block(tokens: Sequence[Token]) -> bool:
    return any(token.block for token in tokens) or all(t.type == "figure" for t in tokens)


def _image(meta: dict[str, Any]) -> str:
    figure = meta["figure"]
    sizes = [(name, getattr(figure, name)) for name in ("width", "height") if getattr(figure, name)]
    attributes = [("src", figure.url), ("alt", meta["alt"]), *sizes, ("loading", "lazy")]
    return format_html("<img{}>", format_html_join("", ' {}="{}"', attributes))


def _caption(meta: dict[str, Any]) -> str:
    if not meta["caption"] and not meta["credit"]:
        return ""
    credit = (
        format_html(' <span class="credit">{}</span>', meta["credit"]) if meta["credit"] else ""
    )
    return format_html("<figcaption>{}{}</figcaption>", meta["caption"], credit)


def _callout_title(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return format_html('<p class="callout__title"><strong>{}</strong></p>\n', tokens[index].content)
