"""Blocks as paragraphs, lists and tables (ODF 1.3 part 3, sections 5 and 9)."""

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import quoteattr

from ...markdown import Node
from ...xml import allowed
from ..model import is_right_to_left
from .words import Words, plain, span

_AROUND = {"quote": "Quotations", "callout": "Call-out", "details": "Details"}
_APART = set(_AROUND.values())
"""Styles that say what a part of the text is; also in its lists, so that it can be read back."""


class Body:
    """Writes blocks. `picture(node)` gives a frame with the image; `rtl` is the direction of the text.
    `in_notes` tables are lines: LibreOffice leaves out a table in a note."""

    def __init__(
        self, words: Words, picture: Callable[[Node], str], *, rtl: bool, in_notes: bool = False
    ) -> None:
        self.words, self.picture, self.rtl, self.in_notes = words, picture, rtl, in_notes
        self.tables = 0
        self._writers: dict[str, Callable[[Node, str], str]] = {
            "heading": self._heading,
            "quote": lambda node, style: self._set_apart(node, style, "Quotations", ""),
            "callout": lambda node, style: self._set_apart(
                node, style, "Call-out", f"Call-out_20_{node.data['type']}"
            ),
            "details": lambda node, style: self._set_apart(
                node, style, "Details", "Details_20_summary"
            ),
            "title": self._title,
            "list": self._list,
            "code": self._code,
            "rule": lambda node, style: '<text:p text:style-name="Horizontal_20_Line"/>',
            "table": self._table,
            "figure": self._figure,
        }

    def blocks(self, nodes: Iterable[Node], style: str = "Text_20_body") -> str:
        return "".join(self._writers.get(node.kind, self._paragraph)(node, style) for node in nodes)

    def _paragraph(self, node: Node, style: str) -> str:
        return self.paragraph(node, plain(node.text) + self.words.of(node.children), style)

    def paragraph(self, node: Node, inner: str, style: str) -> str:
        turned = is_right_to_left(node.words(), self.rtl)
        if turned != self.rtl and style == "Text_20_body":
            style = "Right_20_to_20_left" if turned else "Left_20_to_20_right"
        return f'<text:p text:style-name="{style}">{inner}</text:p>'

    def _set_apart(self, node: Node, style: str, own: str, title: str) -> str:
        """Its paragraphs in a style, the word above it in another; within one such part all is of that."""
        if style in _APART or not node.children or node.children[0].kind != "title":
            return self.blocks(node.children, style if style in _APART else own)
        first, *rest = node.children
        return self._title(first, title) + self.blocks(rest, own)

    def _title(self, node: Node, style: str) -> str:
        inner = plain(node.text) + self.words.of(node.children)
        return f'<text:p text:style-name="{style}">{span("Strong", inner)}</text:p>'

    def _heading(self, node: Node, style: str) -> str:
        level = node.data["level"] - 1
        name = quoteattr(node.data["id"])
        return (
            f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
            f"<text:bookmark text:name={name}/>{self.words.of(node.children)}</text:h>"
        )

    def _list(self, node: Node, style: str) -> str:
        return "".join(xml for _is_outside, xml in self._list_pieces(node, style))

    def _list_pieces(self, node: Node, style: str) -> Iterator[tuple[bool, str]]:
        """The list, ended around each table in it and gone on with behind: no list holds a table (5.3.3)."""
        ordered, start = node.data["ordered"], node.data["start"]
        inside = style if style in _APART else "List_20_Contents"
        items: list[str] = []
        goes_on = False
        for number, item in enumerate(node.children):
            tag, begins, content = "list-item", self._start(ordered, start, first=number == 0), ""
            for is_outside, xml in self._pieces(item.children, inside):
                if not is_outside:
                    content += xml
                    continue
                items.append(f"<text:{tag}{begins}>{content}</text:{tag}>")
                yield False, _list(ordered, items, goes_on=goes_on)
                yield True, xml
                items, goes_on, tag, begins, content = [], True, "list-header", "", ""
            if content or tag == "list-item":
                items.append(f"<text:{tag}{begins}>{content}</text:{tag}>")
        if items:
            yield False, _list(ordered, items, goes_on=goes_on)

    def _pieces(self, nodes: Iterable[Node], style: str) -> Iterator[tuple[bool, str]]:
        """XML of blocks in an item, each with whether it must stand outside of the list."""
        for node in nodes:
            if node.kind == "list":
                yield from self._list_pieces(node, style)
            elif node.kind in _AROUND and any(inner.kind == "table" for inner in node.walk()):
                yield from self._pieces(
                    node.children, style if style in _APART else _AROUND[node.kind]
                )
            else:
                yield node.kind == "table", self.blocks([node], style)

    def _start(self, ordered: bool, start: int, *, first: bool) -> str:
        return f' text:start-value="{start}"' if ordered and first and start != 1 else ""

    def _code(self, node: Node, style: str) -> str:
        lines = node.text.rstrip("\n").split("\n")
        return "".join(
            f'<text:p text:style-name="Preformatted_20_Text">{plain(line)}</text:p>'
            for line in lines
        )

    def _figure(self, node: Node, style: str) -> str:
        credit = span("Credit", plain(node.data["credit"]))
        caption = " ".join(filter(None, [plain(node.data["caption"]), credit]))
        below = f'<text:p text:style-name="Illustration">{caption}</text:p>' if caption else ""
        return f'<text:p text:style-name="Figure">{self.picture(node)}</text:p>{below}'

    def _table(self, node: Node, style: str) -> str:
        if self.in_notes:
            return "".join(map(self._as_line, node.children))
        self.tables += 1
        captions = [child for child in node.children if child.kind == "caption"]
        rows = [child for child in node.children if child.kind == "row"]
        columns = max((len(row.children) for row in rows), default=1)
        head, *rest = [self._row(row, columns) for row in rows]
        above = (
            f'<text:p text:style-name="Table">{self.words.of(captions[0].children)}</text:p>'
            if captions
            else ""
        )
        title = captions[0].words() if captions else ""
        described = f"<table:title>{plain(title)}</table:title>" if title else ""
        return (
            f'{above}<table:table table:name="Table{self.tables}" table:style-name="Table1">{described}'
            f'<table:table-column table:number-columns-repeated="{columns}"/>'
            f"<table:table-header-rows>{head}</table:table-header-rows>{''.join(rest)}</table:table>"
        )

    def _as_line(self, row: Node) -> str:
        if row.kind != "row":
            return self.paragraph(row, self.words.of(row.children), "Footnote")
        cells = " · ".join(self.words.of(cell.children) for cell in row.children)
        return self.paragraph(row, cells, "Footnote")

    def _row(self, row: Node, columns: int) -> str:
        cells = [self._cell(cell) for cell in row.children]
        cells += ['<table:table-cell table:style-name="Cell"/>'] * (columns - len(cells))
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def _cell(self, cell: Node) -> str:
        style = "Table_20_Heading" if cell.data["head"] else "Table_20_Contents"
        if cell.data["align"] and not cell.data["head"]:
            style = {"number": "Table_20_Number", "centre": "Table_20_Centre"}[cell.data["align"]]
        inner = f'<text:p text:style-name="{style}">{self.words.of(cell.children)}</text:p>'
        attributes = 'table:style-name="Cell" office:value-type="string"'
        return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def _list(ordered: bool, items: Iterable[str], *, goes_on: bool) -> str:
    name = "Numbers" if ordered else "Bullets"
    mark = ' text:continue-numbering="true"' if goes_on else ""
    return f'<text:list text:style-name="{name}"{mark}>{"".join(items)}</text:list>'


def frame(number: int, name: str, alt: str, width: float, height: float) -> str:
    """An image among the words, with what it shows (10.4.2); sizes in centimetres."""
    return (
        f'<draw:frame draw:name="Figure {number}" text:anchor-type="as-char" '
        f'svg:width="{width:.2f}cm" svg:height="{height:.2f}cm">'
        f'<draw:image xlink:href={quoteattr(name)} xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad"/><svg:title>{plain(alt[:80])}</svg:title>'
        f"<svg:desc>{plain(allowed(alt))}</svg:desc></draw:frame>"
    )
