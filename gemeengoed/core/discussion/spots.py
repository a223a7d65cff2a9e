"""One block of one revision: what somebody points at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gemeengoed.core.documents import rendering
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.text.markdown import Block

from . import anchoring

SILENT = ("rule",)
"""Kinds of block that nobody has anything to say about."""


@dataclass(frozen=True)
class Spot:
    """`among_writers`: what is begun here only writers see, since readers do not see this revision."""

    document: Document
    revision: Revision
    blocks: Sequence[Block]
    number: int
    among_writers: bool

    @property
    def block(self) -> Block:
        return self.blocks[self.number - 1]

    @property
    def passage(self) -> anchoring.Passage:
        return anchoring.passage([block.plain for block in self.blocks], self.number)


def blocks_of(document: Document, revision: Revision) -> list[Block]:
    """The blocks of a revision that has its text (the head and the published one always have)."""
    return rendering.blocks(document.work, document.language, revision.text)


def spot(document: Document, revision: Revision, blocks: Sequence[Block], number: int) -> Spot:
    """Raises ValidationError where there is nothing to point at."""
    if not 1 <= number <= len(blocks) or blocks[number - 1].kind in SILENT:
        raise ValidationError(_("There is no such passage in this text."), code="no-passage")
    shown = document.published_id == revision.pk and document.state == "published"
    return Spot(document, revision, blocks, number, among_writers=not shown)


def find_again(blocks: Sequence[Block], number: int, words: str) -> int | None:
    """The block that now begins with `words`, as block `number` did when somebody read it; else the one
    most like it, or None."""
    beginnings = [block.plain[: len(words)] for block in blocks]
    same = [index for index, found in enumerate(beginnings, start=1) if words and found == words]
    if same:
        return min(same, key=lambda index: abs(index - number))
    (found,) = anchoring.find([anchoring.Passage(number, words)], beginnings)
    return found
