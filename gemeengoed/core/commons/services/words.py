"""Texts by language as they come from forms and the API: tidied, and checked as Markdown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gemeengoed.core.text import markdown

Words = dict[str, str]


def tidy(words: Words | None) -> Words:
    """Without white space around, without empty languages, with \\n as the only line end."""
    cleaned = {code: text.replace("\r\n", "\n").strip() for code, text in (words or {}).items()}
    return {code: text for code, text in cleaned.items() if text}


def tidy_markdown(words: Words | None, field: str) -> Words:
    """As `tidy`; raises ValidationError under `field` when the Markdown cannot be accepted."""
    cleaned = tidy(words)
    try:
        for text in cleaned.values():
            markdown.check(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    return cleaned


def required(words: Words | None, field: str) -> Words:
    """As `tidy`; raises ValidationError under `field` when no language has a text."""
    cleaned = tidy(words)
    if not cleaned:
        raise ValidationError({field: _("Fill this in, in one language at least.")})
    return cleaned
