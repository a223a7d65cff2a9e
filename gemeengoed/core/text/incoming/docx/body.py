"""The story of a Word document, block by block, as HTML (ECMA-376, part 1, 17.2)."""

from collections.abc import Callable
from html import escape

from lxml import etree

from .. import archive, styled
from ..model import Context
from . import styles as looks
from .drawings import Drawings
from .fields import Fields
from .lists import Block, arrange
from .names import MC, M, W, child, number, value
from .numbering import Item, Numbering
from .package import Package
from .styles import Styles
from .tables import Tables
from .words import References, Words, choice

MAX_DEPTH = 100
LONGEST_HEADING = 250
"""Characters; what is longer and only has a level in the outline is text."""
RIGHT = {"right": "right", "end": "right", "center": "center"}
_THROUGH = ("sdtContent", "customXml", "ins", "moveTo", "smartTag", "txbxContent")


class Body:
    """Writes the blocks of one part: the text itself, or its notes."""

    def __init__(
        self,
        package: Package,
        part: str,
        styles: Styles,
        numbering: Numbering,
        context: Context,
        notes: References,
    ) -> None:
        self.story = package.tree(part)
        self.context, self.styles, self.numbering = context, styles, numbering
        drawings = Drawings(package, context)
        drawings.relations = package.relations(part)
        self.words = Words(styles, drawings, context, notes, Fields(self.story))
        self.tables = Tables(self.html, context)
        self.depth = 0
        self.held: list[str] = []
        self._own: dict[str, Callable[[etree._Element], list[Block]]] = {
            f"{W}p": self._paragraph,
            f"{W}tbl": self._table,
            f"{W}sdt": self._control,
            f"{W}altChunk": self._part,
            f"{W}subDoc": self._part,
            f"{W}del": self._deleted,
            f"{W}moveFrom": self._deleted,
            f"{M}oMathPara": self._formulas,
            f"{MC}AlternateContent": self._alternate,
            **{f"{W}{name}": self.blocks for name in _THROUGH},
        }

    def html(self, element: etree._Element) -> str:
        """All blocks inside `element`."""
        return arrange(self.blocks(element))

    def blocks(self, element: etree._Element) -> list[Block]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise archive.broken()
        found: list[Block] = []
        for one in element.iterchildren():
            if one.tag in self._own:
                self.context.check_time()
                found += self._own[one.tag](one)
        self.depth -= 1
        left, self.held = "".join(self.held), []
        return [*found, Block(f"<p>{left}</p>")] if left else found

    def _paragraph(self, element: etree._Element) -> list[Block]:
        written = "".join(self.held) + self.words.of(element)
        self.held = []
        boxes, self.words.boxes = self.words.boxes, []
        pictures, self.words.floating = self.words.floating, []
        if _is_joined(child(element, "pPr")):
            self.held, found = [written], []
        else:
            found = self._shown(element, written)
        left = found[0].item.left if found and found[0].item else 0
        found += [Block(f"<p>{picture}</p>", left=left) for picture in pictures]
        return found + [block for box in boxes for block in self.blocks(box)]

    def _shown(self, element: etree._Element, written: str) -> list[Block]:
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        item = self._item(properties, style)  # an item without words is counted as well
        kind = self._kind(properties, style, written)
        if not written and kind != styled.CODE:  # an empty line in a listing is a line of it
            return [Block("<hr>")] if _is_rule(properties, kind) else []
        if kind == "contents":
            self.context.left_out["contents"] += 1
            return []
        if kind.startswith("h") and kind[1:].isdecimal():
            self.context.left_out["numbers"] += item is not None and item.is_ordered
            return [Block(f"<{kind}>{_places(element)}{written}</{kind}>")]
        marks = f' class="{kind}"' if kind else ""
        own = child(properties, "jc")
        said = own if own is not None else self.styles.property(style, "jc")
        if said is not None and (align := RIGHT.get(said.get(f"{W}val", ""))):
            marks += f' style="text-align:{align}"'
        html = f"<p{marks}>{written}</p>"
        return [Block(html, item, 0 if item else self._left(properties, style, kind))]

    def _kind(self, properties: etree._Element | None, style: str, written: str) -> str:
        kind = self.styles.kind(style)
        if not kind and len(written) <= LONGEST_HEADING:
            kind = looks.outline(properties)
        return kind

    def _item(self, properties: etree._Element | None, style: str) -> Item | None:
        """Where the paragraph stands in a list, by itself or by its style (17.9.18); list 0 is none."""
        own = child(properties, "numPr")
        styled = self.styles.property(style, "numPr")
        identifier = value(own, "numId") or value(styled, "numId")
        if not identifier or identifier == "0":
            return None
        level = number(value(own, "ilvl") or value(styled, "ilvl"))
        if level is None:
            level = self.numbering.by_style.get(style, ("", 0))[1]
        item = self.numbering.item(identifier, level)
        return item and _set_in(item, self.styles.list_level(style), looks.indent(properties))

    def _left(self, properties: etree._Element | None, style: str, kind: str) -> int:
        """How far a paragraph was set in by hand, or as one that goes on in a list."""
        left = looks.indent(properties)
        if left is None and not kind and self.styles.is_in_list(style):
            found = self.styles.property(style, "ind")
            left = looks.indent(found.getparent()) if found is not None else None
        return max(0, left or 0)

    def _table(self, element: etree._Element) -> list[Block]:
        set_in = child(element, "tblPr/tblInd")
        left = 0 if set_in is None else number(set_in.get(f"{W}w")) or 0
        return [Block(self.tables.of(element), left=max(0, left))]

    def _control(self, element: etree._Element) -> list[Block]:
        """A content control; one that holds the table of contents is left out (17.5.2.12)."""
        if value(element, "sdtPr/docPartObj/docPartGallery") == "Table of Contents":
            self.context.left_out["contents"] += 1
            return []
        return self.blocks(element)

    def _part(self, element: etree._Element) -> list[Block]:
        self.context.left_out["parts"] += 1
        return []

    def _deleted(self, element: etree._Element) -> list[Block]:
        self.context.left_out["tracked"] += 1
        return []

    def _formulas(self, element: etree._Element) -> list[Block]:
        return [Block(f"<p>{self.words.formulas(element)}</p>")]

    def _alternate(self, element: etree._Element) -> list[Block]:
        chosen = choice(element)
        return [] if chosen is None else self.blocks(chosen)


def _places(paragraph: etree._Element) -> str:
    """What is linked to here: the names of bookmarks (17.13.6.2)."""
    names = (escape(one.get(f"{W}name", "")) for one in paragraph.iterchildren(f"{W}bookmarkStart"))
    return "".join(f'<a id="{name}"></a>' for name in names if name)


def _is_rule(properties: etree._Element | None, kind: str) -> bool:
    """Whether an empty paragraph is a line across the page: by its style, or as Word makes it of `---`."""
    borders = child(properties, "pBdr")
    only = [] if borders is None else [one.tag for one in borders]
    return kind == styled.RULE or only == [f"{W}bottom"]


def _is_joined(properties: etree._Element | None) -> bool:
    """Whether its words go on in the next paragraph: the mark of its end was deleted (17.13.5.15), or it
    is the large first letter of that (17.3.1.11)."""
    frame = child(properties, "framePr")
    if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
        return True
    return child(properties, "rPr/del") is not None


def _set_in(item: Item, level: int, left: int | None) -> Item:
    """As it stands here: deeper by the name of its style, or moved by hand."""
    return Item(
        item.series,
        item.level + level,
        item.is_ordered,
        item.number,
        item.left if left is None else left,
    )
