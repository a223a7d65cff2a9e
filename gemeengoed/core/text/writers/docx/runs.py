"""Words as runs (ECMA-376 part 1, 17.3.2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ...markdown import Node
from ...xml import allowed

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

_CHANGES: dict[str, dict[str, Any]] = {
    "emphasis": {"italic": True},
    "strong": {"bold": True},
    "strike": {"strike": True},
}


@dataclass(frozen=True)
class Marks:
    """What stands on a run."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    style: str = ""
    rtl: bool = False

    def xml(self) -> str:
        """In the order of the schema (CT_RPr)."""
        parts = [
            f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
            "<w:b/>" if self.bold else "",
            "<w:i/>" if self.italic else "",
            "<w:strike/>" if self.strike else "",
            "<w:rtl/>" if self.rtl else "",
        ]
        inner = "".join(parts)
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


class Runs:
    """Writes words. `link(address)` gives the id of a relation; `note(number)` the XML of a reference;
    `picture(node)` that of an image in a run."""

    def __init__(
        self,
        link: Callable[[str], str],
        note: Callable[[int], str],
        picture: Callable[[Node], str],
    ) -> None:
        self.link, self.note, self.picture = link, note, picture

    def of(self, nodes: Iterable[Node], marks: Marks) -> str:
        return "".join(self._one(node, marks) for node in nodes)

    def _one(self, node: Node, marks: Marks) -> str:
        if node.kind in _CHANGES:
            return self.of(node.children, replace(marks, **_CHANGES[node.kind]))
        writers: dict[str, Callable[[], str]] = {
            "code": lambda: run(node.text, replace(marks, style="CodeCharacter")),
            "break": lambda: "<w:r><w:br/></w:r>",
            "note": lambda: self.note(node.data["number"]),
            "figure": lambda: self.picture(node),
            "link": lambda: self._link(node, marks),
        }
        if node.kind in writers:
            return writers[node.kind]()
        return run(node.text, marks) + self.of(node.children, marks)

    def _link(self, node: Node, marks: Marks) -> str:
        href = node.data["href"]
        inner = self.of(node.children, replace(marks, style="Hyperlink"))
        inner = inner or run(href, replace(marks, style="Hyperlink"))
        if href.startswith("#"):
            return f"<w:hyperlink w:anchor={quoteattr(bookmark(href[1:]))}>{inner}</w:hyperlink>"
        relation = self.link(href)
        if not relation:
            return self.of(node.children, marks)
        return f'<w:hyperlink r:id="{relation}" w:history="1">{inner}</w:hyperlink>'


def run(text: str, marks: Marks) -> str:
    if not text:
        return ""
    return f'<w:r>{marks.xml()}<w:t xml:space="preserve">{escape(allowed(text))}</w:t></w:r>'


def bookmark(identifier: str) -> str:
    """A name of at most 40 characters without hyphens (17.13.6.2)."""
    return identifier.replace("-", "_")[:40]
