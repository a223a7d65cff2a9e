"""Writing a source out in a citation style, by citeproc-py with styles of the CSL project."""

from .entries import LANGUAGES, entry
from .styles import STYLES, style_or_default

__all__ = ["LANGUAGES", "STYLES", "entry", "style_or_default"]
