"""Lists, with lists inside them."""

import re
from collections.abc import Callable

from .cleaning import Element

Write = Callable[[Element], list[str]]
MARK = re.compile(r"(?:[-*]|\d{1,9}[.)])(?= )")
MAX_START = 999_999_999  # CommonMark 0.31, section 5.2


def write(element: Element, blocks: Write, before: str = "") -> str:
    """The Markdown of <ul> or <ol>. `before` is the block right before it: where that is a list as well,
    this one has other marks, or it would go on in it (CommonMark 0.31, section 5.3)."""
    mark = _other_mark(before, "-*" if element.tag != "ol" else ".)")
    lists: list[list[tuple[str, bool]]] = []
    expected, number = None, _number(element.get("start"), 1)
    for item in _items(element):
        number = _number(item[0].get("value"), number)
        if lists and element.tag == "ol" and number != expected:
            mark = ")" if mark == "." else "."
            lists.append([])
        inner = [block for part in item for block in blocks(part)]
        if inner:
            lists = lists or [[]]
            written = _item(f"{number}{mark}" if element.tag == "ol" else mark, inner)
            lists[-1].append((written, _is_tight(inner)))
        expected = number = min(number + 1, MAX_START)
    return "\n\n".join(_joined(items) for items in lists if items)


def _other_mark(before: str, marks: str) -> str:
    """The first of two marks that did not stand at the last item of the list `before`."""
    used = [found[0][-1] for line in before.split("\n") if (found := MARK.match(line))]
    return marks[used[-1] == marks[0]] if used else marks[0]


def _joined(items: list[tuple[str, bool]]) -> str:
    tight = all(is_tight for _text, is_tight in items)
    return ("\n" if tight else "\n\n").join(text for text, _tight in items)


def _items(element: Element) -> list[list[Element]]:
    """Each item with the lists that stand loose behind it, as older programs write them."""
    items: list[list[Element]] = []
    for child in element:
        if child.tag in ("ul", "ol") and items:
            items[-1].append(child)
        else:
            items.append([child])
    return items


def _number(text: str | None, otherwise: int) -> int:
    return min(int(text), MAX_START) if text and text.isdecimal() else otherwise


def _item(mark: str, blocks: list[str]) -> str:
    indent = " " * (len(mark) + 1)
    between = "\n" if _is_tight(blocks) else "\n\n"
    text = between.join(blocks).replace("\n", f"\n{indent}")
    lines = [line if line.strip() else "" for line in text.split("\n")]
    return f"{mark} " + "\n".join(lines)


def _is_tight(blocks: list[str]) -> bool:
    """One paragraph, alone or with lists under it."""
    return all(MARK.match(block.lstrip()) for block in blocks[1:])
