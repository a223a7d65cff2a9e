"""Tables (ECMA-376, part 1, 17.4): what Word merges by marks in cells, HTML says as a span."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from ..model import Context
from .names import W, child, is_on, number, value

MAX_SPAN = 100
_AROUND = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}


@dataclass
class _Cell:
    """`column` is where it begins, from 0."""

    html: str
    column: int
    wide: int = 1
    high: int = 1

    def written(self, tag: str) -> str:
        spans = f' colspan="{self.wide}"' if self.wide > 1 else ""
        spans += f' rowspan="{self.high}"' if self.high > 1 else ""
        return f"<{tag}{spans}>{self.html}</{tag}>"


class Tables:
    """Writes tables; `inside(cell)` gives the HTML of what stands in a cell."""

    def __init__(self, inside: Callable[[etree._Element], str], context: Context) -> None:
        self.inside, self.context = inside, context

    def of(self, table: etree._Element) -> str:
        rows: list[tuple[bool, list[_Cell]]] = []
        hanging: dict[int, _Cell] = {}
        for row in through(table, f"{W}tr"):
            if child(row, "trPr/del") is not None:
                self.context.left_out["tracked"] += 1
                continue
            self.context.left_out["tracked"] += child(row, "trPr/ins") is not None
            rows.append((bool(is_on(row, "trPr/tblHeader")), self._row(row, hanging)))
        return _written(rows)

    def _row(self, row: etree._Element, hanging: dict[int, _Cell]) -> list[_Cell]:
        column = min(MAX_SPAN, number(value(row, "trPr/gridBefore")) or 0)
        cells = [_Cell("", place) for place in range(column)]
        for element in through(row, f"{W}tc"):
            wide = max(1, min(MAX_SPAN, number(value(element, "tcPr/gridSpan")) or 1))
            above = hanging.get(column) if _goes_on(element, "vMerge") else None
            if above is not None:
                above.high += 1
            elif cells and _goes_on(element, "hMerge"):
                cells[-1].wide += wide
                cells[-1].html += self.inside(element)
            else:
                cells.append(_Cell(self.inside(element), column, wide))
                hanging[column] = cells[-1]
            column += wide
        return cells


def through(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of that kind, also those within controls and tracked changes (17.5.2)."""
    for one in element.iterchildren():
        if one.tag == tag:
            yield one
        elif one.tag in _AROUND:
            yield from through(one, tag)


def _goes_on(cell: etree._Element, name: str) -> bool:
    """Whether a cell is merged with the one before or above it (17.4.84)."""
    mark = child(cell, f"tcPr/{name}")
    return mark is not None and mark.get(f"{W}val", "continue") == "continue"


def _written(rows: list[tuple[bool, list[_Cell]]]) -> str:
    """The first rows that are marked as such are the head."""
    heads = next((n for n, (is_head, _cells) in enumerate(rows) if not is_head), len(rows))
    heads = 0 if heads == len(rows) else heads
    parts = []
    for name, tag, part in (("thead", "th", rows[:heads]), ("tbody", "td", rows[heads:])):
        lines = "".join(f"<tr>{''.join(c.written(tag) for c in cells)}</tr>" for _is, cells in part)
        parts.append(f"<{name}>{lines}</{name}>" if lines else "")
    return f"<table>{''.join(parts)}</table>"
