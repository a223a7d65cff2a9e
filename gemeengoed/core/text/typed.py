"""Words as they come in: without what cannot be seen, and never longer than their place has room for.

Every service that takes a text calls this, so that forms, API and command line have the same bounds.
"""

import re
from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import languages

MOST_LANGUAGES = 10
"""Languages of one text of a commons, an organisation or the server; a document may have more."""

# Control characters (Unicode category Cc), line and paragraph separators, those that turn the direction
# of writing for what follows (UAX 9, section 2.1 to 2.4), the byte order mark, halves of pairs.
_UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_IN_LINE = re.compile(f"[{_UNSEEN}\\s]+")
_IN_LINES = re.compile(f"[{_UNSEEN}]")


def line(text: str) -> str:
    """`text` as one line: a name, a title, a subject of a letter."""
    return _IN_LINE.sub(" ", text).strip()


def lines(text: str) -> str:
    """`text` with \\n as the only line end, and nothing but words around and within."""
    return _IN_LINES.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def within(text: str, most: int, field: str = "") -> str:
    """`text` itself. Raises ValidationError, under `field` where given, when it is over `most`
    characters."""
    if len(text) <= most:
        return text
    words = _("Use %(most)d characters at most.") % {"most": most}
    raise ValidationError({field: words} if field else words, code="too-long")


def by_language(
    words: Mapping[str, str] | None, most: int, tidied: Callable[[str], str] = lines
) -> dict[str, str]:
    """Each text tidied, under its language in lower case; empty ones are left out.

    Raises ValidationError: over `most` characters, over ten languages, a code that cannot be one.
    """
    found = {code: tidied(text) for code, text in (words or {}).items()}
    found = {_known(code): within(text, most) for code, text in found.items() if text}
    if len(found) > MOST_LANGUAGES:
        raise ValidationError(
            _("Use %(most)d languages at most.") % {"most": MOST_LANGUAGES}, code="too-many"
        )
    return found


def _known(code: str) -> str:
    normal = languages.normal(code)
    if not normal:
        raise ValidationError(_("Give the language as a code, such as nl or en."), code="language")
    return normal
