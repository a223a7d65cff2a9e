"""The text of a message made from its HTML, for who reads without it."""

import re
from collections.abc import Iterator
from textwrap import fill

from lxml import html as parser
from lxml.html import HtmlElement

_WIDTH = 72
_BLOCKS = re.compile(
    "address|article|blockquote|body|div|d[dlt]|figure|figcaption|footer|h[1-6]|header|hr|li|main"
    "|ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
)
_SILENT = frozenset(["head", "script", "style", "title", "template"])
_POINT = re.compile(r"(-|\d{1,3}\.) ")
_BREAK, _PARAGRAPH = "\n", "\n\n"


def text_of(page: str) -> str:
    """Paragraphs of at most 72 characters a line; an address stands behind its words, a picture is its
    description, what is hidden from readers stays out."""
    if not page.strip():
        return ""
    found = "".join(_words(parser.document_fromstring(page)))
    blocks = (block.strip(" \n") for block in re.split(r"\n[ \n]*\n", found))
    return "\n\n".join(_wrapped(block) for block in blocks if block) + "\n"


def _words(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _SILENT or _hidden(element):
        return
    yield _before(element)
    yield _spaced(element.text)
    for child in element:
        yield from _words(child)
        yield _spaced(child.tail)
    yield _after(element)


def _hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "")
    return element.get("aria-hidden") == "true" or "display:none" in style


def _before(element: HtmlElement) -> str:
    tag = str(element.tag)
    if tag == "li":
        return f"{_BREAK}{_mark(element)} "
    if tag == "img":
        return f"[{element.get('alt')}]" if element.get("alt") else ""
    if tag == "hr":
        return f"{_PARAGRAPH}----{_PARAGRAPH}"
    if tag == "br":
        return _BREAK
    return _PARAGRAPH if _BLOCKS.fullmatch(tag) else ""


def _mark(element: HtmlElement) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    return f"{[one for one in parent if one.tag == 'li'].index(element) + 1}."


def _after(element: HtmlElement) -> str:
    address = element.get("href") or ""
    if element.tag == "a" and address.partition(":")[0] in ("http", "https", "mailto"):
        shown = " ".join(element.text_content().split())
        bare = address.removeprefix("mailto:")
        return "" if shown in (address, bare) else f" <{bare}>"
    is_block = _BLOCKS.fullmatch(str(element.tag)) and element.tag not in ("li", "hr")
    return _PARAGRAPH if is_block else ""


def _spaced(words: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", words or "")


def _wrapped(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.split("\n"))
    return "\n".join(_filled(line) for line in lines if line)


def _filled(line: str) -> str:
    """What belongs to a point of a list stands under its words."""
    point = _POINT.match(line)
    return fill(
        line,
        _WIDTH,
        subsequent_indent=" " * point.end() if point else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
