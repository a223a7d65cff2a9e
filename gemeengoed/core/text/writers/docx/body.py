"""Blocks as paragraphs and tables (ECMA-376 part 1, 17.3.1 and 17.4)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from ...markdown import Node
from ..model import is_right_to_left
from .runs import Marks, Runs, bookmark, run

DEEPEST_LIST = 8
_APART = {"Quote", "Callout", "Details"}
"""Styles that say what a part of the text is; also in its lists, so that it can be read back."""


@dataclass(frozen=True)
class Place:
    """Where a block stands: its paragraph style, and its list."""

    style: str = ""
    title: str = ""
    """The style of the word above a call-out, or of what opens a part."""
    numbering: int = 0
    """The list it is an item of; 0 outside lists."""
    level: int = -1
    first: bool = False
    """Whether this paragraph begins an item, and so has its number or bullet."""


class Body:
    """Writes blocks. `new_list(ordered, start)` gives the number of a list; `rtl` is the text's direction."""

    def __init__(self, runs: Runs, new_list: Callable[[bool, int], int], *, rtl: bool) -> None:
        self.runs, self.new_list, self.rtl = runs, new_list, rtl
        self.bookmarks = 0
        self._writers: dict[str, Callable[[Node, Place], str]] = {
            "heading": self._heading,
            "quote": lambda node, place: self._set_apart(node, place, "Quote", ""),
            "callout": lambda node, place: self._set_apart(
                node, place, "Callout", f"Callout{node.data['type'].capitalize()}"
            ),
            "details": lambda node, place: self._set_apart(
                node, place, "Details", "DetailsSummary"
            ),
            "title": self._title,
            "list": self._list,
            "code": self._code,
            "rule": lambda node, place: paragraph("", "HorizontalRule"),
            "table": self._table,
            "figure": self._figure,
        }

    def blocks(self, nodes: Iterable[Node], place: Place | None = None) -> str:
        at = place or Place()
        written = []
        for node in nodes:
            written.append(self._writers.get(node.kind, self._paragraph)(node, at))
            at = replace(at, first=False)
        return "".join(written)

    def _paragraph(self, node: Node, place: Place) -> str:
        return self.paragraph(node, place, [Node("text", node.text), *node.children])

    def paragraph(
        self, node: Node, place: Place, words: Iterable[Node], marks: Marks | None = None
    ) -> str:
        rtl = is_right_to_left(node.words(), self.rtl)
        inner = self.runs.of(words, replace(marks or Marks(), rtl=rtl))
        return paragraph(inner, place.style, numbering(place), rtl=rtl)

    def _set_apart(self, node: Node, place: Place, style: str, title: str) -> str:
        """Its paragraphs in a style, the word above it in another; within one such part all is of that."""
        nested = place.style in _APART
        own = replace(place, title="") if nested else replace(place, style=style, title=title)
        return self.blocks(node.children, own)

    def _title(self, node: Node, place: Place) -> str:
        above = replace(place, style=place.title or place.style)
        words = [Node("text", node.text), *node.children]
        return self.paragraph(node, above, words, Marks(bold=True))

    def _heading(self, node: Node, place: Place) -> str:
        self.bookmarks += 1
        mark = self.bookmarks
        rtl = is_right_to_left(node.words(), self.rtl)
        name = quoteattr(bookmark(node.data["id"]))
        inner = self.runs.of(node.children, Marks(rtl=rtl))
        inner = (
            f'<w:bookmarkStart w:id="{mark}" w:name={name}/>{inner}<w:bookmarkEnd w:id="{mark}"/>'
        )
        return paragraph(inner, f"Heading{node.data['level'] - 1}", rtl=rtl)

    def _list(self, node: Node, place: Place) -> str:
        level = min(place.level + 1, DEEPEST_LIST)
        number = self.new_list(node.data["ordered"], node.data["start"])
        style = place.style if place.style in _APART else "ListParagraph"
        inner = Place(style, "", number, level, first=True)
        return "".join(self.blocks(item.children, inner) for item in node.children)

    def _code(self, node: Node, place: Place) -> str:
        lines = node.text.rstrip("\n").split("\n")
        inner = "<w:r><w:br/></w:r>".join(run(line, Marks()) for line in lines)
        return paragraph(inner, "Code", numbering(place))

    def _figure(self, node: Node, place: Place) -> str:
        picture = paragraph(self.runs.picture(node), "Figure", indent(place))
        words = run(node.data["caption"], Marks())
        if node.data["credit"]:
            words += run(" ", Marks()) if words else ""
            words += run(node.data["credit"], Marks(style="Credit"))
        return picture + (paragraph(words, "Caption", indent(place)) if words else "")

    def _table(self, node: Node, place: Place) -> str:
        captions = [child for child in node.children if child.kind == "caption"]
        rows = [child for child in node.children if child.kind == "row"]
        columns = max((len(row.children) for row in rows), default=1)
        grid = "<w:gridCol/>" * columns
        look = (
            '<w:tblLook w:val="0420" w:firstRow="1" w:firstColumn="0" w:noHBand="0" w:noVBand="1"/>'
        )
        body = "".join(self._row(row, columns, head=number == 0) for number, row in enumerate(rows))
        at = replace(place, style="Caption", first=False)
        before = self.paragraph(captions[0], at, captions[0].children) if captions else ""
        left = f'<w:tblInd w:w="{_left(place)}" w:type="dxa"/>' if place.numbering else ""
        return (
            f'{before}<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="5000" w:type="pct"/>{left}{look}'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>{paragraph('', '')}"
        )

    def _row(self, row: Node, columns: int, *, head: bool) -> str:
        cells = [self._cell(cell, head=head) for cell in row.children]
        cells += ["<w:tc><w:p/></w:tc>"] * (columns - len(cells))
        properties = (
            "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
            if head
            else "<w:trPr><w:cantSplit/></w:trPr>"
        )
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _cell(self, cell: Node, *, head: bool) -> str:
        rtl = is_right_to_left(cell.words(), self.rtl)
        align = {"number": "end", "centre": "center"}.get(cell.data["align"], "")
        inner = self.runs.of(cell.children, Marks(bold=head or cell.data["head"], rtl=rtl))
        extra = f'<w:jc w:val="{align}"/>' if align else ""
        return f"<w:tc>{paragraph(inner, '', rtl=rtl, last=extra)}</w:tc>"


def numbering(place: Place) -> str:
    """The number or bullet of an item's first paragraph; the others stand under it."""
    if not place.first:
        return indent(place)
    return f'<w:numPr><w:ilvl w:val="{place.level}"/><w:numId w:val="{place.numbering}"/></w:numPr>'


def indent(place: Place) -> str:
    """How far what is no beginning of an item stands in, with the words of that item."""
    return f'<w:ind w:left="{_left(place)}"/>' if place.numbering else ""


def _left(place: Place) -> int:
    return 360 * (place.level + 1)


def paragraph(
    inner: str, style: str = "", numbered: str = "", *, rtl: bool = False, last: str = ""
) -> str:
    """Properties in the order of the schema (CT_PPr): style, list, direction, indent, alignment."""
    set_in = numbered if numbered.startswith("<w:ind") else ""
    parts = [
        f'<w:pStyle w:val="{style}"/>' if style else "",
        numbered if not set_in else "",
        "<w:bidi/>" if rtl else "",
        set_in,
        last,
    ]
    properties = "".join(parts)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"
