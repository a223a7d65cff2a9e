"""The look's own fonts, as they go into an e-book."""

from functools import cache
from pathlib import Path

from gemeengoed.core import ui
from gemeengoed.core.text.writers import epub
from gemeengoed.core.text.writers.model import Manuscript

_FOLDER = Path(ui.__file__).parent / "static" / "ui" / "fonts"


def for_book(manuscript: Manuscript) -> dict[str, bytes]:
    return {name: _read(name) for name in epub.needed(manuscript.title + manuscript.source)}


@cache
def _read(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
