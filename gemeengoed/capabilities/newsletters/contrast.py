"""Words of a letter that can hardly be read, by the colours that stand in its elements."""

import re
from collections.abc import Iterator

from lxml import html as parser

from gemeengoed.core.ui.contrast import TEXT_MINIMUM, contrast_ratio

_COLOUR = re.compile(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*(#[0-9a-fA-F]{3,6})\b")
_HIDDEN = re.compile(r"display\s*:\s*none")
_SILENT = frozenset(["head", "script", "style", "title"])
INK, PAPER = "#000000", "#ffffff"
"""What a mail program takes where nothing is said."""


def too_faint(page: str) -> Iterator[str]:
    """The beginning of each piece of text under WCAG 2.2, success criterion 1.4.3, in a page of which the
    styles are inlined: those for light mode, or those for dark mode over them."""
    body = parser.document_fromstring(page).find("body")
    if body is not None:
        yield from _below(body, INK, PAPER)


def _below(element: parser.HtmlElement, ink: str, paper: str) -> Iterator[str]:
    style = element.get("style") or ""
    if not isinstance(element.tag, str) or element.tag in _SILENT or _HIDDEN.search(style):
        return
    for name, colour in _COLOUR.findall(style):
        ink, paper = (_whole(colour), paper) if name == "color" else (ink, _whole(colour))
    own = " ".join(" ".join([element.text or "", *(one.tail or "" for one in element)]).split())
    if own and contrast_ratio(ink, paper) < TEXT_MINIMUM:
        yield own[:60]
    for child in element:
        yield from _below(child, ink, paper)


def _whole(colour: str) -> str:
    """`#abc` as `#aabbcc`; what is no colour as black."""
    if len(colour) == len("#abc"):
        return "#" + "".join(2 * one for one in colour[1:])
    return colour if len(colour) == len("#aabbcc") else INK
