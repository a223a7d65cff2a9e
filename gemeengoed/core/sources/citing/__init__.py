"""Writing a source out in a citation style, by citeproc-py with styles of the CSL project."""

from .entries import LANGUAGES, entry
from .styles import EDITION, STYLES, mark

__all__ = ["EDITION", "LANGUAGES", "STYLES", "entry", "mark"]
