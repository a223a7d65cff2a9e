"""{% load commons_words %}: texts in several languages, and what a reader may do."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gemeengoed.core.commons.access import Access
from gemeengoed.core.text import languages, markdown

register = template.Library()


def _best(context: template.Context, values: Mapping[str, str] | None) -> tuple[str, str]:
    access = context.get("access")
    preferred = list(getattr(access, "preferred", [])) or [get_language() or "nl"]
    return languages.best(dict(values or {}), preferred)


def _mark(language: str) -> SafeString:
    """A lang attribute where the text is not in the language of the page (WCAG 3.1.2)."""
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def words(context: template.Context, values: Mapping[str, str] | None) -> SafeString | str:
    """{% words phase.title %}: one line in the reader's best language."""
    language, text = _best(context, values)
    mark = _mark(language)
    return format_html("<span{}>{}</span>", mark, text) if mark else text


@register.simple_tag(takes_context=True)
def plain_words(context: template.Context, values: Mapping[str, str] | None) -> str:
    """{% plain_words values %}: the same without an element, for titles and attributes."""
    return _best(context, values)[1]


@register.simple_tag(takes_context=True)
def prose(context: template.Context, values: Mapping[str, str] | None) -> SafeString | str:
    """{% prose commons.purpose %}: Markdown in the reader's best language; nothing when empty."""
    language, text = _best(context, values)
    if not text:
        return ""
    return format_html(
        '<div class="prose"{}>{}</div>',
        _mark(language),
        mark_safe(_html(text)),  # text.markdown made it safe
    )


@lru_cache(maxsize=512)
def _html(text: str) -> str:
    """Kept by its own words: these texts are short and shown far more often than changed."""
    return markdown.render(text).html


@register.simple_tag(takes_context=True)
def plain_prose(context: template.Context, values: Mapping[str, str] | None) -> str:
    """{% plain_prose values as text %}: Markdown without its marks, for a short piece of it."""
    return _plain(_best(context, values)[1])


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    return markdown.render(text).plain if text else ""


@register.simple_tag
def period(first: date, last: date) -> SafeString:
    """{% period phase.starts phase.ends %}: 1 February to 30 April 2024, also for machines."""
    short = _("j F") if first.year == last.year else _("j F Y")
    return format_html(
        '<span><time datetime="{}">{}</time> {} <time datetime="{}">{}</time></span>',
        first.isoformat(),
        date_format(first, short),
        pgettext("from one day to another", "to"),
        last.isoformat(),
        date_format(last, _("j F Y")),
    )


@register.filter
def of(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """{{ answers|of:"fit" }}: the value under a key that only the template knows."""
    return (mapping or {}).get(key)


@register.filter
def language_name(code: str) -> str:
    """{{ document.language|language_name }}: the name of a language as the page's own calls it."""
    return languages.name(code)


@register.filter
def may(access: Access, act: str) -> bool:
    """{% if access|may:"publications.write" %}: whether this reader may do it in this commons."""
    return access.may(act)
