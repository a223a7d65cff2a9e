"""EPUB 3.3 with accessibility metadata (EPUB Accessibility 1.1); one file a chapter."""

from .book import Fonts, write
from .faces import needed

__all__ = ["Fonts", "needed", "write"]
