"""Footnotes and endnotes (ECMA-376, part 1, 17.11): parts of their own, referred to by number."""

from itertools import islice

from lxml import etree

from ..model import Context
from .body import Body
from .names import W
from .numbering import Numbering
from .package import Package
from .styles import Styles

REFERENCES = (f"{W}footnoteReference", f"{W}endnoteReference")


class Notes:
    """Numbers notes as they are referred to; each is written once, whoever refers to it."""

    def __init__(
        self, package: Package, styles: Styles, numbering: Numbering, context: Context
    ) -> None:
        self.package, self.styles, self.numbering = package, styles, numbering
        self.context = context
        self.places: dict[str, etree._Element] | None = None
        self.numbers: dict[tuple[str, str], int] = {}
        self.bodies: dict[str, tuple[Body, dict[str, etree._Element]] | None] = {}

    def refer(self, element: etree._Element) -> str:
        """The reference in the text for a `w:footnoteReference` or `w:endnoteReference`."""
        kind = "endnote" if element.tag == f"{W}endnoteReference" else "footnote"
        key = (kind, element.get(f"{W}id", ""))
        is_new = key not in self.numbers
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        name = f'id="docx-ref-{number}" ' if is_new else ""
        return f'<sup><a {name}href="#docx-note-{number}">{number}</a></sup>'

    def named(self, name: str) -> str:
        """The reference to the note at the bookmark `name`; empty when there is none."""
        if self.places is None:
            self.places = _places(self.package.tree(self.package.main))
        element = self.places.get(name)
        return "" if element is None else self.refer(element)

    def written(self) -> str:
        """All notes that were referred to, as a list; a note may refer to one more."""
        written: list[str] = []
        while len(written) < len(self.numbers):
            number = len(written) + 1
            key = next(islice(self.numbers, len(written), None))
            back = f'<a href="#docx-ref-{number}">↩</a>'
            written.append(f'<li id="docx-note-{number}">{self._inside(*key)}{back}</li>')
        return f"<ol>{''.join(written)}</ol>" if written else ""

    def _inside(self, kind: str, identifier: str) -> str:
        if kind not in self.bodies:
            self.bodies[kind] = self._open(kind)
        opened = self.bodies[kind]
        if opened is None or identifier not in opened[1]:
            return ""
        body, notes = opened
        return body.html(notes[identifier])

    def _open(self, kind: str) -> tuple[Body, dict[str, etree._Element]] | None:
        """The part with the notes of a kind, and those by their id."""
        name = self.package.near(self.package.main, f"{kind}s")
        if not name:
            return None
        body = Body(self.package, name, self.styles, self.numbering, self.context, self)
        return body, {one.get(f"{W}id", ""): one for one in body.story.iterchildren(f"{W}{kind}")}


def _places(story: etree._Element) -> dict[str, etree._Element]:
    """By the name of each bookmark, the first reference to a note in it; LibreOffice sets it before that."""
    found: dict[str, etree._Element] = {}
    names: dict[str, str] = {}
    closed = ""
    for one in story.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", *REFERENCES):
        if one.tag == f"{W}bookmarkStart":
            names[one.get(f"{W}id", "")] = one.get(f"{W}name", "")
        elif one.tag == f"{W}bookmarkEnd":
            closed = names.pop(one.get(f"{W}id", ""), "")
        else:
            for name in (*names.values(), closed):
                found.setdefault(name, one)
            closed = ""
    return found
