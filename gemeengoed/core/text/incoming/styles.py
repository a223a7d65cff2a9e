"""What an element looks like by its tag and its style."""

import re

from .cleaning import Element

BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|lighter|[1-5]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)
NOT_ITALIC = re.compile(r"font-style:\s*normal", re.IGNORECASE)
STRUCK = re.compile(r"text-decoration[a-z-]*:[^;]*line-through", re.IGNORECASE)
ALIGN = re.compile(r"text-align:\s*([a-z]+)", re.IGNORECASE)
HIDDEN = re.compile(r"display:\s*none", re.IGNORECASE)
TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em"}
TAGS |= {"var": "em", "s": "del", "strike": "del", "del": "del"}


def marks(element: Element, around: frozenset[str]) -> frozenset[str]:
    """The marks that hold inside `element`, which stands where `around` hold."""
    style = element.get("style", "")
    found = set(around)
    if element.tag in TAGS:
        found.add(TAGS[element.tag])
    for name, there, gone in (("strong", BOLD, NOT_BOLD), ("em", ITALIC, NOT_ITALIC)):
        if there.search(style):
            found.add(name)
        elif gone.search(style):
            found.discard(name)
    if STRUCK.search(style):
        found.add("del")
    return frozenset(found)


def is_hidden(element: Element) -> bool:
    return bool(HIDDEN.search(element.get("style", "")))


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").lower().split())


def is_right(element: Element) -> bool:
    """Whether its words stand at the right, as figures do."""
    return _align(element) in ("right", "end")


def is_centred(element: Element) -> bool:
    return _align(element) == "center"


def _align(element: Element) -> str:
    found = ALIGN.search(element.get("style", ""))
    return (found[1] if found else element.get("align", "")).lower()
