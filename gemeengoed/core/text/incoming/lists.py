"""Lists, with lists inside them."""

from collections.abc import Callable

from .cleaning import Element

Write = Callable[[Element], list[str]]
MAX_START = 999_999_999  # CommonMark 0.31, section 5.2


def write(element: Element, blocks: Write, bullet: str = "-") -> str:
    """The Markdown of <ul> or <ol>. `bullet` differs from that of a list right before it."""
    items = _items(element)
    number = _number(element.get("start"), 1)
    written: list[tuple[str, bool]] = []
    for item in items:
        number = _number(item[0].get("value"), number)
        mark = f"{number}." if element.tag == "ol" else bullet
        inner = [block for part in item for block in blocks(part)]
        if not inner:
            continue
        written.append((_item(mark, inner), _is_tight(inner)))
        number = min(number + 1, MAX_START)
    tight = all(is_tight for _text, is_tight in written)
    return ("\n" if tight else "\n\n").join(text for text, _tight in written)


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
    return all(block.lstrip()[:2] in ("- ", "* ") or _is_numbered(block) for block in blocks[1:])


def _is_numbered(block: str) -> bool:
    number, dot, _rest = block.partition(". ")
    return bool(dot) and number.isdecimal()
