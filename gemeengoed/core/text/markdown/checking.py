"""What must be right before a text is kept."""

from django.core.exceptions import ValidationError

from . import blocks, figures, plain, terms
from .model import TermFinder
from .parser import parse


def check(text: str, *, term: TermFinder | None = None) -> None:
    """Raises ValidationError with one message for each picture without words and each link to a term
    that `term` does not find, all at once, and when the text is too large or too intricate."""
    tokens, _env = parse(text)
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
