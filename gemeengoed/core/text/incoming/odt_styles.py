"""Styles of an OpenDocument text, as far as they say what a passage is."""

import re
from dataclasses import dataclass, field

from lxml import etree

from . import styled

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_NAMES}office:1.0}}"
TEXT = f"{{{_NAMES}text:1.0}}"
TABLE = f"{{{_NAMES}table:1.0}}"
DRAW = f"{{{_NAMES}drawing:1.0}}"
STYLE = f"{{{_NAMES}style:1.0}}"
FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"

ENCODED = re.compile(r"_([0-9a-f]{2})_")
BOLD = {"bold", "600", "700", "800", "900"}
LONGEST_CHAIN = 20


@dataclass
class Styles:
    """What `read` found, in automatic and named styles alike."""

    parents: dict[str, str] = field(default_factory=dict)
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbered: dict[tuple[str, int], int] = field(default_factory=dict)
    """By list style and level, from 1: the number that it begins with."""
    right: dict[str, str] = field(default_factory=dict)
    """Paragraph styles by where the words of it stand, 'right' or 'center'."""
    hidden: set[str] = field(default_factory=set)

    def read(self, root: etree._Element) -> None:
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            self.parents[name] = style.get(f"{STYLE}parent-style-name", "")
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and style.get(f"{STYLE}family") == "text":
                self.own[name] = _marks(properties)
                if properties.get(f"{TEXT}display") == "none":
                    self.hidden.add(name)
            self._align(name, style.find(f"{STYLE}paragraph-properties"))
        for style in root.iter(f"{TEXT}list-style"):
            name = style.get(f"{STYLE}name", "")
            for level in style.iterchildren(f"{TEXT}list-level-style-number"):
                number, start = level.get(f"{TEXT}level", ""), level.get(f"{TEXT}start-value", "1")
                if number.isdecimal() and level.get(f"{STYLE}num-format"):
                    self.numbered[name, int(number)] = int(start) if start.isdecimal() else 1

    def _align(self, name: str, properties: etree._Element | None) -> None:
        align = "" if properties is None else properties.get(f"{FO}text-align", "")
        if align:
            self.right[name] = {"end": "right"}.get(align, align)

    def align(self, name: str) -> str:
        """'right' or 'center' for a paragraph whose words stand there; else nothing."""
        found = next((self.right[one] for one in self._chain(name) if one in self.right), "")
        return found if found in ("right", "center") else ""

    def start(self, list_style: str, level: int) -> int | None:
        """The number that a list begins with; None for one with bullets."""
        return self.numbered.get((list_style, level))

    def is_hidden(self, name: str) -> bool:
        return any(one in self.hidden for one in self._chain(name))

    def kind(self, name: str) -> str:
        """What a paragraph of that style is: one of `styled.KINDS`, or nothing special."""
        named = (shown(one) for one in self._chain(name))
        return next((styled.KINDS[one] for one in named if one in styled.KINDS), "")

    def marks(self, name: str) -> tuple[str, ...]:
        """Tags of HTML for a passage of that style."""
        found: list[str] = []
        for one in self._chain(name):
            found += [*self.own.get(one, ()), *filter(None, [styled.PARTS.get(shown(one))])]
        return tuple(dict.fromkeys(found))

    def _chain(self, name: str) -> list[str]:
        """The style with those it is made after."""
        chain: list[str] = []
        while name and name not in chain and len(chain) < LONGEST_CHAIN:
            chain.append(name)
            name = self.parents.get(name, "")
        return chain


def shown(name: str) -> str:
    """The name of a style as people see it, in small letters: Source_20_Text is 'source text'."""
    return ENCODED.sub(lambda found: chr(int(found[1], 16)), name).lower()


def _marks(properties: etree._Element) -> tuple[str, ...]:
    position = properties.get(f"{STYLE}text-position", "")
    share = position.partition(" ")[0]
    line = properties.get(f"{STYLE}text-line-through-style", "none")
    found = {
        "strong": properties.get(f"{FO}font-weight") in BOLD,
        "em": properties.get(f"{FO}font-style") in ("italic", "oblique"),
        "s": line != "none",
        "sup": share == "super" or (share.rstrip("%").isdecimal() and share != "0%"),
        "sub": share == "sub" or share.startswith("-"),
    }
    return tuple(tag for tag, there in found.items() if there)
