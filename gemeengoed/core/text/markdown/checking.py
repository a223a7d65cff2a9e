"""What must be right before a text is kept."""

from django.core.exceptions import ValidationError
from markdown_it.token import Token

from . import blocks, figures, plain
from .parser import parse


def check(text: str, until: float | None = None) -> None:
    """Raises ValidationError with one message for each picture without words, all at once, and when
    the text is too large or too intricate.

    `until`: the deadline (`limits.new_deadline`) of several texts together. Whoever shows the text as
    well calls `render` with `strict` instead, which parses once.
    """
    look(parse(text, until)[0])


def look(tokens: list[Token]) -> None:
    """The same for a text that was parsed, before its tokens are changed."""
    problems: list[str] = []
    for token in tokens:
        line = blocks.line(token)
        for child in token.children or ():
            line += child.type.endswith("break") and line > 0
            if child.type == "image" and not plain.of_inline(child.children):
                problems.append(figures.missing_alt(line))
    if problems:
        raise ValidationError(problems, code="missing-alt")
