"""Styles of Word, as far as they say what a passage is (ECMA-376, part 1, 17.7).

Word keeps the English names of its own styles in every language of its interface; only the ids are
translated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .. import styled
from .names import W, child, is_on, number, value

HEADING = re.compile(r"heading ([1-9]\d?)")
CONTENTS = re.compile(r"(?:toc|contents) [1-9]\d?")
BESIDE = re.compile(r"list (?:bullet|number)(?: ([2-5]))?")
# LibreOffice makes its titles and indexes after a style with this name; in Pages it is the first heading.
OWN_ONLY = "heading"
LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Style:
    """`marks` are by tag whether it holds; what is not said is not in it."""

    name: str
    parent: str
    properties: etree._Element | None
    marks: dict[str, bool]


class Styles:
    """What styles.xml says; with no such part it says nothing."""

    def __init__(self, root: etree._Element | None) -> None:
        self.known: dict[str, Style] = {}
        for element in () if root is None else root.iterchildren(f"{W}style"):
            # The first of several with one id holds (17.7.4.17).
            self.known.setdefault(element.get(f"{W}styleId", ""), _read(element))
        self._kinds: dict[str, str] = {}
        self._marks: dict[str, dict[str, bool]] = {}

    def chain(self, identifier: str) -> Iterator[Style]:
        """The style, then those that it is made after."""
        for _turn in range(LONGEST_CHAIN):
            style = self.known.get(identifier)
            if style is None:
                return
            yield style
            identifier = style.parent

    def kind(self, identifier: str) -> str:
        """What a paragraph of that style is: h1 to h6, one of `styled.KINDS`, or nothing special."""
        if identifier not in self._kinds:
            self._kinds[identifier] = self._find_kind(identifier)
        return self._kinds[identifier]

    def _find_kind(self, identifier: str) -> str:
        for place, style in enumerate(self.chain(identifier)):
            if style.name == OWN_ONLY and place == 0:
                return "h1"
            if found := _kind_of(style):
                return found
        return ""

    def property(self, identifier: str, path: str) -> etree._Element | None:
        """The first paragraph property at `path` in the style or those that it is made after."""
        found = (child(style.properties, path) for style in self.chain(identifier))
        return next((one for one in found if one is not None), None)

    def numbers_of(self, identifier: str) -> str:
        """The list that a style of lists stands for (17.7.4.12)."""
        return value(self.property(identifier, "numPr"), "numId")

    def list_level(self, identifier: str) -> int:
        """How deep 'List Bullet 3' and its kin stand, from 0."""
        found = (BESIDE.fullmatch(style.name) for style in self.chain(identifier))
        name = next(filter(None, found), None)
        return int(name[1] or 1) - 1 if name else 0

    def is_in_list(self, identifier: str) -> bool:
        """Whether paragraphs of that style stand under an item: 'List Paragraph', 'List Continue' …"""
        return any(style.name.startswith("list ") for style in self.chain(identifier))

    def marks(self, identifier: str) -> dict[str, bool]:
        """By tag of HTML, what the style says of words."""
        if identifier not in self._marks:
            self._marks[identifier] = self._find_marks(identifier)
        return self._marks[identifier]

    def _find_marks(self, identifier: str) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for style in self.chain(identifier):
            found = {**style.marks, **found}
            if tag := styled.PARTS.get(style.name):
                found.setdefault(tag, True)
        return found


def marks(properties: etree._Element | None) -> dict[str, bool]:
    """What `w:rPr` says of words, by tag of HTML (17.3.2)."""
    if properties is None:
        return {}
    raised = value(properties, "vertAlign")
    struck = [is_on(properties, "strike"), is_on(properties, "dstrike")]
    found = {
        "strong": is_on(properties, "b"),
        "em": is_on(properties, "i"),
        "s": None if struck == [None, None] else any(struck),
        "sup": raised == "superscript" if raised else None,
        "sub": raised == "subscript" if raised else None,
        "hidden": is_on(properties, "vanish"),
    }
    return {tag: bool(there) for tag, there in found.items() if there is not None}


def indent(properties: etree._Element | None) -> int | None:
    """How far from the edge the words stand by `w:ind`, in twentieths of a point."""
    found = child(properties, "ind")
    if found is None:
        return None
    return number(found.get(f"{W}start") or found.get(f"{W}left"))


def _read(element: etree._Element) -> Style:
    return Style(
        name=value(element, "name").strip().lower(),
        parent=value(element, "basedOn"),
        properties=child(element, "pPr"),
        marks=marks(child(element, "rPr")),
    )


def _kind_of(style: Style) -> str:
    if found := HEADING.fullmatch(style.name):
        return f"h{min(6, int(found[1]))}"
    if CONTENTS.fullmatch(style.name):
        return "contents"
    if style.name in styled.KINDS:
        return styled.KINDS[style.name]
    return outline(style.properties)


def outline(properties: etree._Element | None) -> str:
    """The heading that a paragraph is by its level in the outline (17.3.1.20); 9 is none."""
    level = number(value(properties, "outlineLvl"))
    return f"h{min(6, level + 1)}" if level is not None and 0 <= level < 9 else ""
