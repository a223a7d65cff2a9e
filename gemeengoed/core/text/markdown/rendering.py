"""From Markdown to `Rendered`: parse, change the tokens step by step, write HTML, clean it.

`to_tree` stops before the HTML: paper, e-book and word processor are written from the same tokens.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.utils import translation
from markdown_it.token import Token

from . import (
    callouts,
    checking,
    details,
    figures,
    footnotes,
    headings,
    limits,
    links,
    plain,
    safety,
    tables,
    terms,
    tree,
)
from .model import Context, FigureFinder, Rendered, TermFinder
from .parser import parse, parser


def render(
    text: str,
    figure: FigureFinder | None = None,
    *,
    term: TermFinder | None = None,
    language: str = "",
    prefix: str = "",
    strict: bool = False,
) -> Rendered:
    """Renders `text`, written in `language` (BCP 47; the active one when empty).

    `figure(name)` finds the picture of `![alt](figure:name)`, `term(slug)` the address of the definitions
    of `[words](definition:slug)`. `prefix` ([a-z0-9-]*) begins every id. Raises ValidationError when the
    text is over 1 MB or too intricate, and if `strict` also for what `check` finds. One deadline holds
    for all of it.
    """
    context = Context(figure=figure, term=term, prefix=prefix)
    tokens, env = arranged(text, context, language, strict=strict)
    with in_language(language):
        html = safety.clean(parser().renderer.render(tokens, parser().options, env))
    limits.check_time(env)
    return _rendered(html, tokens, context)


def arranged(
    text: str, context: Context, language: str, *, strict: bool = False
) -> tuple[list[Token], dict[str, Any]]:
    """The tokens of `text` as they will be written, and the env to write them with."""
    tokens, env = parse(text)
    env[footnotes.PREFIX] = context.prefix
    if strict:
        checking.look(tokens, context.term)
    tokens = figures.place(tokens, context)
    terms.place(tokens, context)
    limits.check_time(env)
    headings.give_ids(tokens, context)
    links.guard_all(tokens)
    limits.check_time(env)
    with in_language(language):
        tokens = tables.arrange(callouts.mark(details.fold(tokens)))
    limits.check_time(env)
    return tokens, env


def in_language(language: str) -> AbstractContextManager[None]:
    """In which the words that the renderer adds are written; the active one when empty."""
    return translation.override(language) if language else nullcontext()


def to_tree(
    text: str,
    figure: FigureFinder | None = None,
    *,
    term: TermFinder | None = None,
    language: str = "",
) -> tree.Tree:
    """The same text as a tree of blocks, for every form but HTML. Raises ValidationError as `render`."""
    tokens, _env = arranged(text, Context(figure=figure, term=term), language)
    with in_language(language):
        return tree.grow(tokens)


def _rendered(html: str, tokens: list[Token], context: Context) -> Rendered:
    words = plain.of_blocks(tokens)
    return Rendered(html, words, plain.count(words), context.headings, context.problems)
