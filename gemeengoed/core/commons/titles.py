"""What stands at an address of a commons itself: its home, its charter, its questions."""

from collections.abc import Callable, Sequence

from gemeengoed.core.registry import SearchEntry
from gemeengoed.core.text import languages

from . import search


def title_of(uri: str, language: str) -> str:
    """As `registry.Capability.title_of`."""
    entries = _entries(uri)
    titles = {one.language: one.title for one in entries(uri) if one.title} if entries else {}
    return languages.best(titles, [language])[1] if titles else ""


def _entries(uri: str) -> Callable[[str], Sequence[SearchEntry]] | None:
    _empty, _at, path = uri.partition("/@")
    parts = path.removesuffix("/").split("/")
    match parts:
        case [_handle]:
            return search.commons_entries
        case [_handle, "charter"]:
            return search.charter_entries
        case [_handle, "questions", _slug]:
            return search.question_entries
    return None
