"""The three formats, and telling them apart."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Source
from . import bibtex, csl_json, ris
from .model import MOST, Found


class NotAList(ValueError):
    """The text is none of the three, or too long a list; the message says what to do."""


@dataclass(frozen=True)
class Format:
    """`recognised` finds its mark at the beginning of a text."""

    name: str
    media_type: str
    write: Callable[[Iterable[Source]], str]
    read: Callable[[str], Found]
    recognised: re.Pattern[str]


FORMATS = {
    "bib": Format(
        "BibTeX",
        "application/x-bibtex",
        bibtex.write,
        bibtex.read,
        re.compile(r"(?m)^\s*@\w+\s*[{(]"),
    ),
    "json": Format(
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json",
        csl_json.write,
        csl_json.read,
        re.compile(r"\s*[\[{]"),
    ),
    "ris": Format(
        "RIS",
        "application/x-research-info-systems",
        ris.write,
        ris.read,
        re.compile(r"(?m)^\s*TY  ?- ?\w+"),
    ),
}
"""By the ending of a file's name."""


def write(ending: str, sources: Iterable[Source]) -> str:
    return FORMATS[ending].write(sources)


def read(text: str) -> Found:
    """Raises NotAList."""
    text = text.lstrip("\ufeff")
    for one in (FORMATS["json"], FORMATS["ris"], FORMATS["bib"]):
        marked = one.recognised.match if one.name == "CSL-JSON" else one.recognised.search
        if marked(text):
            found = one.read(text)
            if len(found.entries) > MOST:
                raise NotAList(_("Bring in %(most)d sources at most at once.") % {"most": MOST})
            if not found.entries and not found.problems:
                break
            return found
    raise NotAList(
        _("This is no BibTeX, CSL-JSON or RIS. Export the list anew and paste all of it.")
    )
