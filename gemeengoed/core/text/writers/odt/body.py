"""Blocks as paragraphs, lists and tables (ODF 1.3 part 3, sections 5 and 9)."""

from collections.abc import Callable, Iterable
from xml.sax.saxutils import quoteattr

from ...markdown import Node
from ...xml import allowed
from ..model import is_right_to_left
from .words import Words, plain, span


class Body:
    """Writes blocks. `picture(node)` gives a frame with the image; `rtl` is the direction of the text."""

    def __init__(self, words: Words, picture: Callable[[Node], str], *, rtl: bool) -> None:
        self.words, self.picture, self.rtl = words, picture, rtl
        self.tables = 0
        self._writers: dict[str, Callable[[Node, str], str]] = {
            "heading": self._heading,
            "quote": lambda node, style: self.blocks(node.children, "Quotations"),
            "callout": lambda node, style: self.blocks(node.children, "Callout"),
            "details": lambda node, style: self.blocks(node.children, "Details"),
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
        ordered, start = node.data["ordered"], node.data["start"]
        name = "Numbers" if ordered else "Bullets"
        items = "".join(
            f"<text:list-item{self._start(ordered, start, first=number == 0)}>"
            f"{self.blocks(item.children, 'List_20_Contents')}</text:list-item>"
            for number, item in enumerate(node.children)
        )
        return f'<text:list text:style-name="{name}">{items}</text:list>'

    def _start(self, ordered: bool, start: int, *, first: bool) -> str:
        return f' text:start-value="{start}"' if ordered and first and start != 1 else ""

    def _code(self, node: Node, style: str) -> str:
        lines = node.text.rstrip("\n").split("\n")
        return "".join(
            f'<text:p text:style-name="Preformatted_20_Text">{plain(line)}</text:p>'
            for line in lines
        )

    def _figure(self, node: Node, style: str) -> str:
        caption = " ".join(filter(None, [node.data["caption"], node.data["credit"]]))
        below = (
            f'<text:p text:style-name="Illustration">{plain(caption)}</text:p>' if caption else ""
        )
        return f'<text:p text:style-name="Figure">{self.picture(node)}</text:p>{below}'

    def _table(self, node: Node, style: str) -> str:
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


def frame(number: int, name: str, alt: str, width: float, height: float) -> str:
    """An image among the words, with what it shows (10.4.2); sizes in centimetres."""
    return (
        f'<draw:frame draw:name="Figure {number}" text:anchor-type="as-char" '
        f'svg:width="{width:.2f}cm" svg:height="{height:.2f}cm">'
        f'<draw:image xlink:href={quoteattr(name)} xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad"/><svg:title>{plain(alt[:80])}</svg:title>'
        f"<svg:desc>{plain(allowed(alt))}</svg:desc></draw:frame>"
    )
