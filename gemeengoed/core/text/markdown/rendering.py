"""From Markdown to `Rendered`: parse, change the tokens step by step, write HTML, clean it."""

from contextlib import nullcontext

from django.utils import translation
from markdown_it.token import Token

from . import callouts, figures, footnotes, headings, links, plain, safety, tables, terms
from .model import Context, FigureFinder, Rendered, TermFinder
from .parser import parse, parser


def render(
    text: str,
    figure: FigureFinder | None = None,
    *,
    term: TermFinder | None = None,
    language: str = "",
    prefix: str = "",
) -> Rendered:
    """Renders `text`, written in `language` (BCP 47; the active one when empty).

    `figure(name)` finds the picture of `![alt](figure:name)`, `term(slug)` the address of the definitions
    of `[words](definition:slug)`. `prefix` ([a-z0-9-]*) begins every id.
    Raises ValidationError when the text is over 1 MB or too intricate.
    """
    context = Context(figure=figure, term=term, prefix=prefix)
    tokens, env = parse(text)
    env[footnotes.PREFIX] = prefix
    tokens = figures.place(tokens, context)
    terms.place(tokens, context)
    headings.give_ids(tokens, context)
    links.guard_all(tokens)
    with translation.override(language) if language else nullcontext():
        tokens = tables.arrange(callouts.mark(tokens))
        html = safety.clean(parser().renderer.render(tokens, parser().options, env))
    return _rendered(html, tokens, context)


def _rendered(html: str, tokens: list[Token], context: Context) -> Rendered:
    words = plain.of_blocks(tokens)
    return Rendered(html, words, plain.count(words), context.headings, context.problems)
