"""Lists of OpenDocument (1.3, part 3, 5.3) with the numbers that they show."""

from collections.abc import Callable

from lxml import etree

from .nesting import DEEPER
from .odt_styles import TEXT, Styles

GOES_ON = ("continue-numbering", "continue-list")
Children = Callable[[etree._Element], str]  # noqa: SLF001 - lxml has no other name for it


class Lists:
    """Writes lists while the text is read from its beginning to its end."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.inside: list[str] = []
        """The styles of the lists around what is being written."""
        self.last: dict[tuple[str, int], int] = {}

    def write(self, element: etree._Element, children: Children) -> str:
        style = element.get(f"{TEXT}style-name") or (self.inside[-1] if self.inside else "")
        self.inside.append(style)
        # What stands in a list without a mark, at its beginning.
        written = "".join(children(one) for one in element.iterchildren(f"{TEXT}list-header"))
        items = list(element.iterchildren(f"{TEXT}list-item"))
        if items and all(_holds_only_lists(item) for item in items):
            inner = "".join(children(item) for item in items)
            written += f'<div class="{DEEPER}">{inner}</div>'
        elif items:
            written += self._items(element, items, style, children)
        self.inside.pop()
        return written

    def _items(
        self, element: etree._Element, items: list[etree._Element], style: str, children: Children
    ) -> str:
        start = self.styles.start(style, len(self.inside))
        if start is None:
            return f"<ul>{''.join(f'<li>{children(item)}</li>' for item in items)}</ul>"
        key = (style, len(self.inside))
        if any(element.get(f"{TEXT}{name}", "false") != "false" for name in GOES_ON):
            start = self.last.get(key, start - 1) + 1
        number, written = start, []
        for item in items:
            said = item.get(f"{TEXT}start-value", "")
            number = int(said) if said.isdecimal() else number
            written.append(f'<li value="{number}">{children(item)}</li>')
            number += 1
        self.last[key] = number - 1
        return f"<ol>{''.join(written)}</ol>"


def _holds_only_lists(item: etree._Element) -> bool:
    """So that a program keeps a deeper level where nothing stands above it."""
    return len(item) > 0 and all(child.tag == f"{TEXT}list" for child in item)
