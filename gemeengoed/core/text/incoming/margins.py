"""What a document prints at the top and the foot of every page."""

import re

_NUMBERING = {
    "page",
    "of",
    "p",
    "pg",
    "pagina",
    "van",
    "blz",
    "bladzijde",
    "seite",
    "von",
    "sur",
    "de",
}


def says_something(text: str) -> bool:
    """Whether `text` says more than which page it is."""
    return any(word.lower() not in _NUMBERING for word in re.findall(r"[^\W\d_]+", text))
