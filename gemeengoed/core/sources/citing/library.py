"""citeproc-py, which writes an item of CSL-JSON in a style of the CSL project."""

import threading
import warnings
from functools import lru_cache
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from . import styles

# A style keeps what it is writing in itself.
_ONE_AT_A_TIME = threading.Lock()


def written(item: dict[str, Any], style: str, locale: str) -> str:
    """HTML of one entry; "" when the style writes nothing. Raises whatever the style runs into."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of every field that it does not know
        wanted = _style(style, locale)
        made = CitationStylesBibliography(wanted, CiteProcJSON([item]), formatter.html)
        made.register(Citation([CitationItem(item["id"])]))
        return next((str(one) for one in made.bibliography()), "")


@lru_cache(maxsize=4)
def _style(name: str, locale: str) -> CitationStylesStyle:
    """Read from its file: two megabytes that, made anew for each entry, would lie about as sixty."""
    return CitationStylesStyle(styles.path(name), locale=locale, validate=False)
