"""What stands in a revision, whether its columns hold it or it is packed.

A chain of packed revisions ends at the nearest newer one that stands alone or is held in full, and is
read in one query.
"""

from dataclasses import dataclass

from gemeengoed.core.text import markdown, packing

from .figures import resolver
from .models import Revision

PACKED = ("text", "html", "plain", "headings", "packed", "digest")
"""The columns that are large in some revisions, for lists that do not show them: `.defer(*PACKED)`."""


@dataclass(frozen=True)
class Contents:
    """`text` is Markdown, `html` safe, `headings` [[level, id, text], …]."""

    text: str
    html: str
    plain: str
    headings: list[list[int | str]]


def text_of(revision: Revision) -> str:
    """Its Markdown. Raises DamagedError when what is kept does not give the text that was saved."""
    if revision.packed is None:
        return revision.text
    return _last_of(_chain(revision))


def contents_of(revision: Revision) -> Contents:
    """All of it; a packed revision is rendered anew, as texts are rendered now."""
    if revision.packed is None:
        return Contents(revision.text, revision.html, revision.plain, revision.headings)
    text, document = text_of(revision), revision.document
    rendered = markdown.render(
        text, resolver(document.work, document.language), language=document.language
    )
    headings: list[list[int | str]] = [[h.level, h.id, h.text] for h in rendered.headings]
    return Contents(text, rendered.html, rendered.plain, headings)


def filled(revision: Revision) -> Revision:
    """The same object with its four columns filled, to show it; not to save it."""
    if revision.packed is not None:
        found = contents_of(revision)
        revision.text, revision.html = found.text, found.html
        revision.plain, revision.headings = found.plain, found.headings
    return revision


def _chain(revision: Revision) -> list[Revision]:
    """From the one that needs no other, down to `revision`."""
    from_here = Revision.objects.filter(
        document=revision.document_id, number__gte=revision.number
    ).order_by("number")
    ends = from_here.filter(packed=None) | from_here.filter(stands_alone=True)
    rows = from_here.filter(number__lte=ends.values("number")[:1])
    return list(rows.only("number", "text", "packed", "stands_alone", "digest"))[::-1]


def _last_of(chain: list[Revision]) -> str:
    text: str | None = None
    for row in chain:
        if row.packed is None:
            text = row.text
        else:
            text = packing.unpack(bytes(row.packed), None if row.stands_alone else text)
    if text is None or packing.digest(text) != bytes(chain[-1].digest):
        raise packing.DamagedError("a packed revision does not give the text that was saved")
    return text


def texts_from(document_id: int, first: int, last: int) -> dict[int, str]:
    """The texts of revisions `first` to `last` by number, in one query or two; for who needs them all."""
    rows = Revision.objects.filter(document=document_id, number__gte=first).order_by("number")
    ends = rows.filter(number__gte=last)
    ends = ends.filter(packed=None) | ends.filter(stands_alone=True)
    needed = rows.filter(number__lte=ends.values("number")[:1])
    texts: dict[int, str] = {}
    text: str | None = None
    for row in reversed(needed.only("number", "text", "packed", "stands_alone")):
        alone = row.packed is None or row.stands_alone
        beside = None if alone else text
        text = row.text if row.packed is None else packing.unpack(bytes(row.packed), beside)
        if row.number <= last:
            texts[row.number] = text
    return texts
