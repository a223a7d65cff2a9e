"""What stands in a revision, whether its columns hold it or it is packed.

A chain of packed revisions ends at the nearest newer one that stands alone or is held in full, and is
read in one query.
"""

from dataclasses import dataclass
from typing import NamedTuple

from gemeengoed.core.text import packing

from . import rendering
from .models import Revision

PACKED = ("text", "html", "plain", "headings", "packed", "digest")
"""The columns that are large in some revisions, for lists that do not show them: `.defer(*PACKED)`."""


LONGEST_CHAIN = 50
"""Revisions from one that stands alone to the next; docs/decisions/0010-revisions.md has the figures."""


@dataclass(frozen=True)
class Contents:
    """`text` is Markdown, `html` safe, `headings` [[level, id, text], …]."""

    text: str
    html: str
    plain: str
    headings: list[list[int | str]]


class _Row(NamedTuple):
    number: int
    text: str
    packed: bytes | memoryview | None
    stands_alone: bool
    digest: bytes | memoryview

    @property
    def ends_a_chain(self) -> bool:
        return self.packed is None or self.stands_alone

    def data_beside(self, following: bytes | None) -> bytes:
        """Its text in UTF-8; `following` is that of the next revision."""
        if self.packed is None:
            return self.text.encode()
        return packing.unpacked(bytes(self.packed), None if self.stands_alone else following)


def text_of(revision: Revision) -> str:
    """Its Markdown. Raises DamagedError when what is kept does not give the text that was saved."""
    _load(revision, "text", "packed")
    if revision.packed is None:
        return revision.text
    return texts_from(revision.document_id, revision.number, revision.number)[revision.number]


def texts_from(document_id: int, first: int, last: int) -> dict[int, str]:
    """The texts of revisions `first` to `last` by number. Raises DamagedError when the first or the last
    is not what was saved."""
    texts: dict[int, str] = {}
    data: bytes | None = None
    for row in reversed(_rows(document_id, first, last)):
        data = row.data_beside(data)
        if row.packed is not None and row.number in (first, last):
            _verify(data, bytes(row.digest))
        if row.number <= last:
            texts[row.number] = packing.decoded(data)
    return texts


def both_texts(one: Revision, other: Revision) -> tuple[str, str]:
    """Of two revisions of one document; of neighbours the chain is read once."""
    first, last = sorted((one.number, other.number))
    if last - first > LONGEST_CHAIN or one.document_id != other.document_id:
        return text_of(one), text_of(other)
    texts = texts_from(one.document_id, first, last)
    return texts[one.number], texts[other.number]


def _verify(data: bytes, digest: bytes) -> None:
    if packing.digest_of(data) != digest:
        raise packing.DamagedError("a packed revision does not give the text that was saved")


def contents_of(revision: Revision) -> Contents:
    """All of it; a packed revision is rendered anew, as texts are rendered now."""
    _load(revision, *PACKED)
    if revision.packed is None:
        return Contents(revision.text, revision.html, revision.plain, revision.headings)
    text, document = text_of(revision), revision.document
    rendered = rendering.rendered(document.work, document.language, text)
    headings: list[list[int | str]] = [[h.level, h.id, h.text] for h in rendered.headings]
    return Contents(text, rendered.html, rendered.plain, headings)


def filled(revision: Revision) -> Revision:
    """The same object with its four columns filled, to show it; not to save it."""
    found = contents_of(revision)
    revision.text, revision.html = found.text, found.html
    revision.plain, revision.headings = found.plain, found.headings
    return revision


def _load(revision: Revision, *names: str) -> None:
    """Columns that were left out, all in one query: between two of them the revision might be packed."""
    if revision.get_deferred_fields() & set(names):
        revision.refresh_from_db(fields=names)


def _rows(document_id: int, first: int, last: int) -> list[_Row]:
    """Revisions `first` to `last` and those after it up to the end of its chain; in one query, unless a
    chain is longer than they are made now."""
    rows: list[_Row] = []
    found = Revision.objects.filter(document=document_id).order_by("number")
    values = found.values_list("number", "text", "packed", "stands_alone", "digest")
    while True:
        most = LONGEST_CHAIN + last - first + 1
        batch = [_Row(*row) for row in values.filter(number__gte=first)[:most]]
        for row in batch:
            rows.append(row)
            if row.number >= last and row.ends_a_chain:
                return rows
        if not batch:
            return rows
        first, last = batch[-1].number + 1, max(last, batch[-1].number + 1)
