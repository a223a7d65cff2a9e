"""Making one form of one revision: bytes, and pages where there are any. Writes nothing."""

from dataclasses import dataclass

from gemeengoed.core.documents.models import Revision
from gemeengoed.core.text.writers import typst

from . import manuscript, typesetting
from .models import Form

RENDERER = "1"
"""Raised when the same text comes out otherwise, so that files are made again."""


@dataclass(frozen=True)
class Made:
    """`pages` without the cover."""

    data: bytes
    pages: int = 0


def make(revision: Revision, form: str, paper: str = "") -> Made:
    """Raises typesetting.CannotSet, ValidationError (the text is too intricate) or ValueError."""
    text = manuscript.of_revision(revision)
    if form == Form.PDF:
        done = typesetting.typeset(typst.write(text, paper or "a4"), stamp=text.made)
        return Made(done.data, max(0, done.pages - 1))
    raise ValueError(f"no form called {form}")
