"""Names in Office Open XML (ECMA-376, part 1), in the spelling of its transitional form."""

import re

from lxml import etree

_SCHEMAS = "http://schemas.openxmlformats.org/"
W = f"{{{_SCHEMAS}wordprocessingml/2006/main}}"
R = f"{{{_SCHEMAS}officeDocument/2006/relationships}}"
M = f"{{{_SCHEMAS}officeDocument/2006/math}}"
WP = f"{{{_SCHEMAS}drawingml/2006/wordprocessingDrawing}}"
A = f"{{{_SCHEMAS}drawingml/2006/main}}"
PIC = f"{{{_SCHEMAS}drawingml/2006/picture}}"
CHART = f"{{{_SCHEMAS}drawingml/2006/chart}}"
DIAGRAM = f"{{{_SCHEMAS}drawingml/2006/diagram}}"
MC = f"{{{_SCHEMAS}markup-compatibility/2006}}"
PACKAGE = f"{{{_SCHEMAS}package/2006/relationships}}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix that Word itself gives it

# The strict form has the same names at other addresses (ECMA-376, part 1, annex A and part 4, annex A).
_STRICT = re.compile(rb"""(["'])http://purl\.oclc\.org/ooxml/([a-zA-Z]+)/""")
_OFF = {"0", "false", "off", "none"}


def transitional(data: bytes) -> bytes:
    """`data`, a part of XML, with the names of the transitional form."""
    return _STRICT.sub(rb"\1" + _SCHEMAS.encode() + rb"\2/2006/", data)


def value(element: etree._Element | None, path: str, otherwise: str = "") -> str:
    """`w:val` of the property at `path` (`w:pPr/w:jc` is "pPr/jc"), `otherwise` where it is not."""
    found = child(element, path)
    return otherwise if found is None else found.get(f"{W}val", otherwise)


def child(element: etree._Element | None, path: str) -> etree._Element | None:
    """The element of Word's own at `path` inside `element`."""
    for name in path.split("/"):
        element = None if element is None else element.find(f"{W}{name}")
    return element


def is_on(element: etree._Element | None, path: str) -> bool | None:
    """Whether a switch such as `w:b` is on (17.17.4); None where nothing is said of it."""
    found = child(element, path)
    return None if found is None else found.get(f"{W}val", "on") not in _OFF


def number(text: str | None) -> int | None:
    """A whole number, which some programs write as 720.0."""
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return None
