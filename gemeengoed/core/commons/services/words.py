"""Texts by language as they come from forms and the API: tidied, bounded, and checked as Markdown."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gemeengoed.core.text import markdown, typed

Words = dict[str, str]

NAME = 120
"""Characters of a name or the title of a phase."""
SENTENCE = 300
"""Characters of a question, or of what a picture shows."""
PARAGRAPHS = 5_000
"""Characters of a purpose, an explanation, a plan."""
PAGES = 10_000
"""Characters of one answer of the charter."""


def tidy(words: Words | None, field: str, most: int) -> Words:
    """One line for each language, without empty ones. Raises ValidationError under `field`."""
    return _under(field, lambda: typed.by_language(words, most, typed.line))


def tidy_markdown(
    words: Words | None, field: str, most: int = PARAGRAPHS, until: float | None = None
) -> Words:
    """Markdown for each language; raises ValidationError under `field` when it cannot be accepted.

    `until`: a deadline (`markdown.new_deadline`) that several texts have together.
    """
    until = markdown.new_deadline() if until is None else until

    def checked() -> Words:
        cleaned = typed.by_language(words, most)
        for text in cleaned.values():
            markdown.check(text, until)
        return cleaned

    return _under(field, checked)


def required(words: Words | None, field: str, most: int) -> Words:
    """As `tidy`; raises ValidationError under `field` when no language has a text."""
    cleaned = tidy(words, field, most)
    if not cleaned:
        raise ValidationError({field: _("Fill this in, in one language at least.")})
    return cleaned


def one_line(text: str, field: str, most: int) -> str:
    """Raises ValidationError under `field` when it is too long."""
    return typed.within(typed.line(text), most, field)


def text_of(text: str, field: str, most: int) -> str:
    """Plain words of one or more lines. Raises ValidationError under `field` when too long."""
    return typed.within(typed.lines(text), most, field)


def _under(field: str, make: Callable[[], Words]) -> Words:
    try:
        return make()
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
