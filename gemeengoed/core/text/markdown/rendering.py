"""From Markdown to `Rendered`: parse, change the tokens step by step, write HTML, clean it."""

from contextlib import nullcontext

from django.utils import translation
from markdown_it.token import Token

from . import callouts, checking, figures, footnotes, headings, limits, links, plain, safety, tables
from .model import Context, FigureFinder, Rendered
from .parser import parse, parser


def render(
    text: str,
    figure: FigureFinder | None = None,
    *,
    language: str = "",
    prefix: str = "",
    strict: bool = False,
) -> Rendered:
    """Renders `text`, written in `language` (BCP 47; the active one when empty).

    `figure(name)` finds the picture of `![alt](figure:name)`. `prefix` ([a-z0-9-]*) begins every id.
    Raises ValidationError when the text is over 1 MB or too intricate, and if `strict` also for what
    `check` finds. One deadline holds for all of it.
    """
    context = Context(figure=figure, prefix=prefix)
    tokens, env = parse(text)
    env[footnotes.PREFIX] = prefix
    if strict:
        checking.look(tokens)
    tokens = figures.place(tokens, context)
    limits.check_time(env)
    headings.give_ids(tokens, context)
    links.guard_all(tokens)
    limits.check_time(env)
    with translation.override(language) if language else nullcontext():
        tokens = tables.arrange(callouts.mark(tokens))
        limits.check_time(env)
        html = safety.clean(parser().renderer.render(tokens, parser().options, env))
    limits.check_time(env)
    return _rendered(html, tokens, context)


def _rendered(html: str, tokens: list[Token], context: Context) -> Rendered:
    words = plain.of_blocks(tokens)
    return Rendered(html, words, plain.count(words), context.headings, context.problems)
