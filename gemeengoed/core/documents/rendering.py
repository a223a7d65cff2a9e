"""A text of a work as readers see it: with its pictures and its terms."""

from gemeengoed.core.text import markdown

from .figures import resolver
from .models import Work
from .terms import term_finder


def rendered(work: Work, language: str, text: str, *, strict: bool = False) -> markdown.Rendered:
    """As `markdown.render`, for a text of `work` in `language`."""
    return markdown.render(
        text, resolver(work, language), term=term_finder(work), language=language, strict=strict
    )


def blocks(work: Work, language: str, text: str) -> list[markdown.Block]:
    """The same as numbered blocks, each with its HTML."""
    return markdown.number(
        text, resolver(work, language), term=term_finder(work), language=language
    )


def tree(work: Work, language: str, text: str) -> markdown.Tree:
    """The same as a tree of blocks, for every form but HTML."""
    return markdown.to_tree(
        text, resolver(work, language), term=term_finder(work), language=language
    )
