"""Styles of an OpenDocument text, as far as they say what a passage is."""

from dataclasses import dataclass, field

from lxml import etree

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_NAMES}office:1.0}}"
TEXT = f"{{{_NAMES}text:1.0}}"
TABLE = f"{{{_NAMES}table:1.0}}"
DRAW = f"{{{_NAMES}drawing:1.0}}"
STYLE = f"{{{_NAMES}style:1.0}}"
FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"

# Names that LibreOffice gives in every language of its interface (its styles.xml).
KINDS = {
    "Title": "title",
    "Caption": "caption",
    "Table": "caption",
    "Figure": "caption",
    "Illustration": "caption",
    "Quotations": "quotation",
    "Preformatted_20_Text": "code",
    "Preformatted Text": "code",
}
MARKS = {"Strong_20_Emphasis": ("strong",), "Emphasis": ("em",), "Source_20_Text": ("code",)}
BOLD = {"bold", "600", "700", "800", "900"}
LONGEST_CHAIN = 20


@dataclass
class Styles:
    """What `read` found, in automatic and named styles alike."""

    parents: dict[str, str] = field(default_factory=dict)
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbered: set[tuple[str, int]] = field(default_factory=set)

    def read(self, root: etree._Element) -> None:
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            self.parents[name] = style.get(f"{STYLE}parent-style-name", "")
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and style.get(f"{STYLE}family") == "text":
                self.own[name] = _marks(properties)
        for style in root.iter(f"{TEXT}list-style"):
            name = style.get(f"{STYLE}name", "")
            for level in style.iterchildren(f"{TEXT}list-level-style-number"):
                number = level.get(f"{TEXT}level", "")
                if number.isdecimal() and level.get(f"{STYLE}num-format"):
                    self.numbered.add((name, int(number)))

    def is_numbered(self, list_style: str, level: int) -> bool:
        return (list_style, level) in self.numbered

    def kind(self, name: str) -> str:
        """What a paragraph of that style is: title, caption, quotation, code or nothing special."""
        return next((KINDS[one] for one in self._chain(name) if one in KINDS), "")

    def marks(self, name: str) -> tuple[str, ...]:
        """Tags of HTML for a passage of that style."""
        found: list[str] = []
        for one in self._chain(name):
            found += [*self.own.get(one, ()), *MARKS.get(one, ())]
        return tuple(dict.fromkeys(found))

    def _chain(self, name: str) -> list[str]:
        """The style with those it is made after."""
        chain: list[str] = []
        while name and name not in chain and len(chain) < LONGEST_CHAIN:
            chain.append(name)
            name = self.parents.get(name, "")
        return chain


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
