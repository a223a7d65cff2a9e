"""An HTML part as lines of plain words, each with what the markup says of it: new, quoted or a signature."""

import re
from dataclasses import dataclass, field
from html import unescape

from lxml import etree, html

NEW, QUOTED, SIGNATURE = "", "quoted", "signature"
MOST_CHARACTERS = 200_000
LONGEST_PAGE = 500_000
"""Characters of a page with more than `MANY_NAMES`."""
MANY_NAMES, MOST_NAMES = 2_000, 10_000
"""Different words that could each be the name of an attribute: libxml2 compares each of a tag with all the
others, in C while Python stands still, so that one tag of a megabyte would take minutes."""
_NAME = re.compile(r"[^ \t\n\f\r=>/]+")
_TAG = re.compile(r"<[^<>]*>")
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "svg", "object", "select"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd div dl dt fieldset figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr "
        "ul",
    )
)
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"}
)
_QUOTES = frozenset(
    {
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "outlookmessageheader",
        "ms-outlook-mobile-reference-message",
        "mail-editor-reference-message-container",
        "reply-intro",
        "replyforwardmessage",
    }
)
"""Classes and ids, in lower case, with which mail programs mark what they quote."""
_FROM_HERE = frozenset({"appendonsend", "divrplyfwdmsg"})
"""Outlook's, below which all is quoted."""
_SIGNATURES = frozenset(
    {
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "protonmail_signature_block",
        "ms-outlook-mobile-signature",
        "applemailsignature",
        "composer_signature",
        "signature",
    }
)
_INDENT = re.compile(r"border\s*:\s*(none|0)|margin\s*:\s*0\s+0\s+0\s+40px", re.IGNORECASE)
"""What indents with a blockquote, in Gmail and Outlook, quotes nothing."""
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


@dataclass
class Line:
    words: str
    mark: str = NEW


@dataclass
class _Page:
    """What was written so far; `marks` is the stack of what the open elements say."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=lambda: [NEW])
    is_over: bool = False
    """Whether all that follows is quoted."""
    hidden: int = 0
    kept_spaces: int = 0
    size: int = 0

    def say(self, words: str | None) -> None:
        if not words or self.hidden:
            return
        self.size += len(words)
        if self.kept_spaces:
            first, *others = words[:MOST_CHARACTERS].split("\n")
            self.pieces.append(first)
            for other in others:
                self.end_line(even_empty=True)
                self.pieces.append(other)
        else:
            self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", words))

    def end_line(self, *, even_empty: bool = False) -> None:
        words = "".join(self.pieces)
        self.size += 1
        words = words.rstrip() if self.kept_spaces else re.sub(" +", " ", words).strip()
        self.pieces.clear()
        if words or even_empty:
            self.lines.append(Line(words.replace("\xa0", " ").rstrip(), self.mark()))

    def end_paragraph(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].words:
            self.lines.append(Line("", self.mark()))

    def mark(self) -> str:
        return QUOTED if self.is_over else self.marks[-1]


def lines(page: str) -> list[Line]:
    """Its words, line by line; an empty list where there are none. Nothing that was hidden or runs."""
    names = _names_in(page)
    if names > MOST_NAMES:
        words = unescape(_TAG.sub("\n", page[:MOST_CHARACTERS]))
        return [Line(one.strip()) for one in words.splitlines() if one.strip()]
    root = _tree(page[:LONGEST_PAGE] if names > MANY_NAMES else page)
    written = _Page()
    if root is None:
        return []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            _begin(written, element)
        else:
            _end(written, element)
            written.say(element.tail)
        if written.size > MOST_CHARACTERS:
            break
    written.end_line()
    return written.lines


def _names_in(page: str) -> int:
    """How many different words there are, as far as `MOST_NAMES`."""
    found = set()
    for one in _NAME.finditer(page):
        found.add(one[0])
        if len(found) > MOST_NAMES:
            break
    return len(found)


def _tree(page: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _begin(written: _Page, element: html.HtmlElement) -> None:
    tag = str(element.tag)
    style = element.get("style") or ""
    hides = tag in _SKIPPED or bool(_HIDDEN.search(style))
    written.hidden += hides
    if tag in _PARAGRAPHS:
        written.end_paragraph()
    elif tag in _BLOCKS:
        written.end_line()
    above = written.marks[-1]
    names = _names(element)
    written.is_over |= bool(names & _FROM_HERE)
    written.marks.append(above if above == QUOTED else _mark(element, names, style) or above)
    written.kept_spaces += tag == "pre"
    if tag == "br":
        written.end_line(even_empty=True)
    elif tag == "li":
        written.say("- ")
    written.say(element.text)


def _end(written: _Page, element: html.HtmlElement) -> None:
    tag = str(element.tag)
    if tag == "a":
        _say_target(written, element)
    if tag in _PARAGRAPHS:
        written.end_paragraph()
    elif tag in _BLOCKS:
        written.end_line()
    elif tag in ("td", "th"):
        written.say(" ")
    written.kept_spaces -= tag == "pre"
    written.marks.pop()
    style = element.get("style") or ""
    written.hidden -= tag in _SKIPPED or bool(_HIDDEN.search(style))


def _say_target(written: _Page, link: html.HtmlElement) -> None:
    """Where a link leads, unless its words say so."""
    target = (link.get("href") or "").strip()
    words = "".join(link.itertext())
    if target.startswith(("http://", "https://")) and words.strip():
        shown = target.partition("://")[2].rstrip("/")
        if shown not in words:
            written.say(f" <{target[:500]}>")


def _names(element: html.HtmlElement) -> set[str]:
    """Its id and classes, without Outlook's mark on what came from elsewhere."""
    given = f"{element.get('id') or ''} {element.get('class') or ''}"
    return {name.removeprefix("x_") for name in given.lower().split()}


def _mark(element: html.HtmlElement, names: set[str], style: str) -> str:
    if names & _QUOTES or element.get("type") == "cite":
        return QUOTED
    if element.tag == "blockquote" and not _INDENT.search(style):
        return QUOTED
    return SIGNATURE if names & _SIGNATURES else NEW
