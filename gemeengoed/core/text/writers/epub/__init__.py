"""EPUB 3.3 with accessibility metadata (EPUB Accessibility 1.1); one file a chapter. Books can be bound
as one volume."""

from .book import write
from .faces import needed
from .opened import Book, open_book
from .pages import Fonts
from .volume import Volume, authors, bind, facts

__all__ = [
    "Book",
    "Fonts",
    "Volume",
    "authors",
    "bind",
    "facts",
    "needed",
    "open_book",
    "write",
]
