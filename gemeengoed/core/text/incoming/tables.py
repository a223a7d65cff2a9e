"""Tables as rows of one line; what is merged is divided."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import escaping, inline, runs, styles
from .cleaning import Element
from .model import Context

MAX_CELLS = 20_000
MAX_SPAN = 100
CAPTIONED = re.compile(r"\W{0,2}(?:Table|Tabel)(?:\s+\w{1,5})?\s*[:.]\s", re.IGNORECASE)
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}

Grid = list[list[tuple[Element | None, str]]]
Write = Callable[[Element], list[str]]


def write(table: Element, context: Context, blocks: Write) -> list[str]:
    """The caption and the table, or what stands in it when it only arranges the page."""
    rows = _rows(table)
    caption = _caption(table, context)
    if max(map(len, rows), default=0) <= 1:
        cells = [cell for row in rows for cell in row]
        return caption + [block for cell in cells for block in blocks(cell)]
    grid = _grid(rows, context)
    head = _take_head(rows, grid, context)
    if not head[0][1] and all(_not_bold(row[0][1]) != row[0][1] for row in grid if row[0][1]):
        # Under an empty head the first cells are heads, which are bold by themselves.
        grid = [[(row[0][0], _not_bold(row[0][1])), *row[1:]] for row in grid]
    rules = _rules(grid) if grid else ["---"] * len(head)
    lines = [_line(head), "| " + " | ".join(rules) + " |", *(_line(row) for row in grid)]
    return [*caption, "\n".join(lines)]


def caption_line(text: str) -> str:
    """A paragraph that the reader's table takes as its caption."""
    return text if CAPTIONED.match(text) else f"Table: {text}"


def _caption(table: Element, context: Context) -> list[str]:
    found = table.find("caption")
    if found is None:
        return []
    text = runs.one_line(inline.inside(found, context), breaks=" ")
    return [caption_line(text)] if text else []


def _rows(table: Element) -> list[list[Element]]:
    """The cells of each row; a table inside a cell is part of that cell."""
    rows = []
    for child in table:
        inside = [child] if child.tag == "tr" else child.findall("tr")
        rows += [[cell for cell in row if cell.tag in ("td", "th")] for row in inside]
    return [row for row in rows if row]


def _grid(rows: list[list[Element]], context: Context) -> Grid:
    """Every row with as many places as the widest; a merged cell has its words in its first place."""
    grid: Grid = []
    hanging: dict[int, int] = {}
    total = 0
    for row in rows:
        line: list[tuple[Element | None, str]] = []
        for cell in row:
            _skip_hanging(line, hanging)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            context.left_out["merged"] += wide > 1 or high > 1
            if high > 1:
                hanging.update({len(line) + n: high - 1 for n in range(wide)})
            line += [(cell, _words(cell, context)), *[(None, "")] * (wide - 1)]
        _skip_hanging(line, hanging)
        total += len(line)
        if total > MAX_CELLS:
            raise ValidationError(
                _("A table has more than %(most)d cells. Divide it, or leave it out.")
                % {"most": MAX_CELLS},
                code="too-large",
            )
        grid.append(line)
    width = max(map(len, grid), default=0)
    if width * len(grid) > 2 * MAX_CELLS:
        width = MAX_SPAN
    return [(row + [(None, "")] * (width - len(row)))[:width] for row in grid]


def _skip_hanging(line: list[tuple[Element | None, str]], hanging: dict[int, int]) -> None:
    while hanging.get(len(line), 0) > 0:
        hanging[len(line)] -= 1
        line.append((None, ""))


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "1")
    return max(1, min(int(text), MAX_SPAN)) if text.isdecimal() else 1


def _words(cell: Element, context: Context) -> str:
    context.check_time()
    inner = [child for child in cell.iterdescendants() if child.tag in BLOCKS]
    context.left_out["cells"] += len(inner) > 1
    for block in inner:  # so that words of two paragraphs do not run together
        block.tail = f" {block.tail or ''}"
        if block.tag == "li" and block.getprevious() is not None:
            block.text = f"· {block.text or ''}"
    found = inline.inside(cell, context)
    if cell.tag == "th":
        found = inline.plain(found)
    return escaping.cell(runs.one_line(found, breaks=" "))


def _take_head(
    rows: list[list[Element]], grid: Grid, context: Context
) -> list[tuple[Element | None, str]]:
    """The first row, which becomes the head also where none was marked."""
    first = rows[0]
    in_head = first[0].getparent().getparent().tag == "thead"
    marked = in_head or all(cell.tag == "th" for cell in first)
    if not marked:
        context.left_out["head"] += 1
    return [(cell, _not_bold(text)) for cell, text in grid.pop(0)]


def _not_bold(text: str) -> str:
    found = re.fullmatch(r"\*\*([^*]+)\*\*", text)
    return found[1] if found else text


def _rules(grid: Grid) -> list[str]:
    """For each column the row under the head: where all its cells stand at the right, or in the middle."""
    rules = []
    for column in zip(*grid, strict=True):
        cells = [cell for cell, text in column if cell is not None and text]
        right = bool(cells) and all(_stands(cell, styles.is_right) for cell in cells)
        middle = bool(cells) and all(_stands(cell, styles.is_centred) for cell in cells)
        rules.append("---:" if right else ":---:" if middle else "---")
    return rules


def _stands(cell: Element, where: Callable[[Element], bool]) -> bool:
    return where(cell) or bool(len(cell) and all(where(paragraph) for paragraph in cell))


def _line(row: list[tuple[Element | None, str]]) -> str:
    return "| " + " | ".join(text for _cell, text in row) + " |"
