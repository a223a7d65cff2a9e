"""Lists that a program wrote one after the other while they stand one inside the other.

Saving a Word document, LibreOffice writes each deeper list that has a style of its own as a list at the edge
of the page, in items that hold nothing but a list.
"""

from .cleaning import Element

DEEPER = "styled-deeper"
LISTS = ("ul", "ol")


def nest(body: Element) -> None:
    """Puts each <div class="styled-deeper"> into the last item of the list before it."""
    for deeper in body.find_class(DEEPER):
        before = deeper.getprevious()
        if before is None or before.tag not in LISTS or not len(before) or before.tail:
            deeper.drop_tag()
            continue
        after, tail = deeper.getnext(), deeper.tail
        deeper.tail = None
        before[-1].append(deeper)
        if after is not None and not tail and _goes_on(before, after):
            before.extend(list(after))
            before.tail = after.tail
            after.getparent().remove(after)
        elif tail:
            before.tail = tail
        deeper.drop_tag()


def _goes_on(before: Element, after: Element) -> bool:
    """Whether a list goes on behind what was put into its last item."""
    if after.tag != before.tag or not len(after):
        return False
    return before.tag == "ul" or _value(after[0]) == _value(before[-1]) + 1


def _value(item: Element) -> int:
    value = item.get("value", "")
    return int(value) if value.isdecimal() else 0
