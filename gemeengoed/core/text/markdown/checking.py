"""What must be right before a text is kept."""

from django.core.exceptions import ValidationError

from . import blocks, figures, plain
from .parser import parse


def check(text: str) -> None:
    """Raises ValidationError with one message for each picture without words, all at once, and when
    the text is too large or too intricate."""
    tokens, _env = parse(text)
    problems: list[str] = []
    for token in tokens:
        line = blocks.line(token)
        for child in token.children or ():
            line += child.type.endswith("break") and line > 0
            if child.type == "image" and not plain.of_inline(child.children):
                problems.append(figures.missing_alt(line))
    if problems:
        raise ValidationError(problems, code="missing-alt")
