"""From what was typed of a source to what is kept: tidied, checked, every problem by its field."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from gemeengoed.core.text import languages

from . import dates, identifiers, names
from .models import Source, SourceKind

LONGEST = {
    "title": 500,
    "container": 300,
    "volume": 20,
    "issue": 20,
    "pages": 40,
    "publisher": 200,
    "date": 40,
    "url": 500,
    "doi": 120,
    "isbn": 20,
    "law": 120,
    "language": 35,
    "note": 10_000,
}
"""Characters of each field that is plain text."""
FIELDS = ("kind", "author", "authors", *LONGEST, "keep_copy")
_address = URLValidator(schemes=["http", "https"])


def tidied(typed: dict[str, Any]) -> dict[str, Any]:
    """Values of the fields of a Source from `typed`, of which `authors` is text as in `names` or a list.

    Raises ValidationError with all problems by field. What is not in `typed` is not in the result.
    """
    kept: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in typed.items():
        try:
            kept.update(_one(name, value))
        except ValidationError as error:
            errors[name] = error.messages
    if not kept.get("title", "-"):
        errors["title"] = [_("Give the title of the source.")]
    if errors:
        raise ValidationError(errors)
    return kept


def _one(name: str, value: Any) -> dict[str, Any]:
    if name == "authors":
        return _authors(value)
    if name == "kind":
        return {"kind": value if value in SourceKind.values else SourceKind.OTHER}
    if name == "keep_copy":
        return {"keep_copy": bool(value)}
    text = str(value or "").strip()
    if name != "note":
        text = " ".join(text.split())
    text = _CHECKS[name](text) if name in _CHECKS else text
    if len(text) > LONGEST[name]:
        raise ValidationError(_("Use %(most)d characters at most.") % {"most": LONGEST[name]})
    return {name: text}


def _authors(value: Any) -> dict[str, Any]:
    read = names.parse(value) if isinstance(value, str) else list(value or [])
    if len(read) > names.MOST:
        raise ValidationError(_("Give %(most)d names at most.") % {"most": names.MOST})
    if any(len(part) > names.LONGEST for name in read for part in name.values()):
        raise ValidationError(_("One of these names is too long. Put each name on its own line."))
    line = names.in_line(read)
    return {"authors": read, "author": line[: Source._meta.get_field("author").max_length]}


def _date(text: str) -> str:
    if dates.parse(text) is None:
        raise ValidationError(
            _(
                "Write a year, a month or a day, such as 2023, July 2023 or 2023-07-07, or 2019–2021."
            )
        )
    return text


def _url(text: str) -> str:
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    try:
        _address(text)
    except ValidationError as error:
        raise ValidationError(
            _("This is no web address. It looks like https://example.org/page.")
        ) from error
    return text


def _language(text: str) -> str:
    if text and not languages.normal(text):
        raise ValidationError(_("Give the language as a code, such as nl or en."))
    return languages.normal(text)


_CHECKS: dict[str, Callable[[str], str]] = {
    "date": _date,
    "url": _url,
    "doi": identifiers.doi,
    "isbn": identifiers.isbn,
    "law": identifiers.law,
    "language": _language,
}
