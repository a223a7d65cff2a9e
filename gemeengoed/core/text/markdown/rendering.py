"""From Markdown to `Rendered`: parse, change the tokens step by step, write HTML, clean it."""

from contextlib import nullcontext

from django.utils import translation
from markdown_it.token import Token

from . import callouts, details, figures, footnotes, headings, links, plain, safety, tables
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
    tokens, env = parse(text)
    env[footnotes.PREFIX] = prefix
    tokens = figures.place(tokens, context)
    headings.give_ids(tokens, context)
    links.guard_all(tokens)
    with translation.override(language) if language else nullcontext():
        tokens = tables.arrange(callouts.mark(details.fold(tokens)))
        html = safety.clean(parser().renderer.render(tokens, parser().options, env))
    return _rendered(html, tokens, context)


def _rendered(html: str, tokens: list[Token], context: Context) -> Rendered:
    words = plain.of_blocks(tokens)
    return Rendered(html, words, plain.count(words), context.headings, context.problems)
