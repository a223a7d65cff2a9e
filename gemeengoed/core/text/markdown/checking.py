"""What must be right before a text is kept."""

from django.core.exceptions import ValidationError
from markdown_it.token import Token

from . import blocks, figures, plain, terms
from .model import TermFinder
from .parser import parse


def check(text: str, until: float | None = None, *, term: TermFinder | None = None) -> None:
    """Raises ValidationError with one message for each picture without words and each link to a term
    that `term` does not find, all at once, and when the text is too large or too intricate.

    `until`: the deadline (`limits.new_deadline`) of several texts together. Whoever shows the text as
    well calls `render` with `strict` instead, which parses once.
    """
    look(parse(text, until)[0], term)


def look(tokens: list[Token], term: TermFinder | None = None) -> None:
    """The same for a text that was parsed, before its tokens are changed."""
    problems: list[str] = []
    for token in tokens:
        line = blocks.line(token)
        for child in token.children or ():
            line += child.type.endswith("break") and line > 0
            if child.type == "image" and not plain.of_inline(child.children):
                problems.append(figures.missing_alt(line))
            slug = terms.slug_of(child) if child.type == "link_open" else None
            if slug is not None and (term is None or term(slug) is None):
                problems.append(terms.unknown(slug, line))
    if problems:
        raise ValidationError(problems, code="missing-alt")
