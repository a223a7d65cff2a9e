"""Making one form of one revision: bytes, and pages where there are any. Writes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gemeengoed.core.documents.models import Revision
from gemeengoed.core.text.writers import epub, odt, source, typst
from gemeengoed.core.text.writers.model import Manuscript

from . import manuscript, rasters, typefaces, typesetting
from .models import Form

COVER_PPI = 203.2
"""Makes 1200 by 1600 pixels of 150 by 200 mm."""


@dataclass(frozen=True)
class Made:
    """`pages` without the cover."""

    data: bytes
    pages: int = 0


def make(revision: Revision, form: str, paper: str = "") -> Made:
    """Raises typesetting.CannotSet, ValidationError (the text is too intricate) or KeyError."""
    text = manuscript.of_revision(revision)
    if form == Form.PDF:
        done = typesetting.typeset(typst.write(text, paper or "a4"), stamp=text.made)
        return Made(done.data, max(0, done.pages - 1))
    return Made(_MAKERS[form](text))


def cover_of(text: Manuscript, facts: Sequence[str] = ()) -> bytes:
    """A picture of the cover with its words, PNG; nothing where it cannot be set."""
    try:
        return typesetting.pictures(typst.write_cover(text, facts), ppi=COVER_PPI)[0]
    except typesetting.CannotSet:
        return b""


def _epub(text: Manuscript) -> bytes:
    return epub.write(text, typefaces.for_book(text), cover_of(text))


def _docx(text: Manuscript) -> bytes:
    from gemeengoed.core.text.writers import docx  # noqa: PLC0415 - 3 MB that few texts ever need

    return docx.write(text, rasters.of(text))


_MAKERS: dict[str, Callable[[Manuscript], bytes]] = {
    Form.EPUB: _epub,
    Form.DOCX: _docx,
    Form.ODT: lambda text: odt.write(text, rasters.of(text)),
    Form.MARKDOWN: lambda text: source.write(text).encode(),
}
