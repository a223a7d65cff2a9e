"""From Markdown to `Rendered`: parse, change the tokens step by step, write HTML, clean it.

`to_tree` stops before the HTML: paper, e-book and word processor are written from the same tokens.
"""

from contextlib import nullcontext
from typing import Any

from django.utils import translation
from markdown_it.token import Token

from . import callouts, figures, footnotes, headings, links, plain, safety, tables, tree
from .model import Context, FigureFinder, Rendered
from .parser import parse, parser


def render(
    text: str, figure: FigureFinder | None = None, *, language: str = "", prefix: str = ""
) -> Rendered:
    """Renders `text`, written in `language` (BCP 47; the active one when empty).

    `figure(name)` finds the picture of `![alt](figure:name)`. `prefix` ([a-z0-9-]*) begins every id.
    Raises ValidationError when the text is over 1 MB or too intricate.
    """
    context = Context(figure=figure, prefix=prefix)
    tokens, env = _placed(text, context)
    with translation.override(language) if language else nullcontext():
        tokens = _arranged(tokens)
        html = safety.clean(parser().renderer.render(tokens, parser().options, env))
    return _rendered(html, tokens, context)


def to_tree(text: str, figure: FigureFinder | None = None, *, language: str = "") -> tree.Tree:
    """The same text as a tree of blocks, for every form but HTML. Raises ValidationError as `render`."""
    tokens, _env = _placed(text, Context(figure=figure))
    with translation.override(language) if language else nullcontext():
        return tree.grow(_arranged(tokens))


def _placed(text: str, context: Context) -> tuple[list[Token], dict[str, Any]]:
    """Tokens with pictures, ids and links; what is wrong with them is told in the active language."""
    tokens, env = parse(text)
    env[footnotes.PREFIX] = context.prefix
    tokens = figures.place(tokens, context)
    headings.give_ids(tokens, context)
    links.guard_all(tokens)
    return tokens, env


def _arranged(tokens: list[Token]) -> list[Token]:
    """What every form shows, with its fixed words in the language of the text."""
    return tables.arrange(callouts.mark(tokens))


def _rendered(html: str, tokens: list[Token], context: Context) -> Rendered:
    words = plain.of_blocks(tokens)
    return Rendered(html, words, plain.count(words), context.headings, context.problems)
