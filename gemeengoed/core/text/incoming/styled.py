"""Paragraphs whose style says what they are together: quotations, listings, call-outs, parts that open, and
pictures with their captions.

A reader of files gives such a paragraph one of the classes below; neighbours become one element.
"""

from collections.abc import Iterator

import lxml.html
from django.conf import settings
from django.utils import translation

from ..markdown.callouts import WORDS
from . import styles
from .cleaning import Element
from .model import Context

QUOTATION = "styled-quotation"
CODE = "styled-code"
CALLOUT = "styled-callout"
DETAILS = "styled-details"
SUMMARY = "styled-summary"
RULE = "styled-rule"
IMPRINT = "styled-imprint"
SUBTITLE = "document-subtitle"
TITLES = {f"{CALLOUT}-{kind}": kind for kind in WORDS}
"""Classes of the word above a call-out, by the kind that it is."""
# What paragraphs and words are by the name of their style, in small letters. Word and LibreOffice keep the
# English names of their own styles in every language; the others are of Pages, Pandoc and our writers.
KINDS = {
    "title": "document-title",
    "subtitle": SUBTITLE,
    **dict.fromkeys(("quote", "intense quote", "quotations", "block text"), QUOTATION),
    **dict.fromkeys(("html preformatted", "preformatted text", "source code", "code"), CODE),
    **dict.fromkeys(
        ("caption", "table", "figure", "illustration", "drawing", "image caption", "table caption"),
        "caption",
    ),
    **dict.fromkeys(("toc heading", "contents heading", "table of figures"), "contents"),
    "call-out": CALLOUT,
    **{f"call-out {kind}": name for name, kind in TITLES.items()},
    "details": DETAILS,
    "details summary": SUMMARY,
    **dict.fromkeys(("horizontal rule", "horizontal line"), RULE),
    **dict.fromkeys(("imprint", "imprint heading"), IMPRINT),
}
PARTS = {
    **dict.fromkeys(("strong", "strong emphasis"), "strong"),
    "emphasis": "em",
    **dict.fromkeys(("source text", "html code", "verbatim char", "code character"), "code"),
    "credit": "credit",
}
_GOES_ON = {
    **dict.fromkeys((CALLOUT, *TITLES), CALLOUT),
    **dict.fromkeys((DETAILS, SUMMARY), DETAILS),
}
_GOES_ON |= {QUOTATION: QUOTATION, CODE: CODE}
LONGEST_CAPTION = 300
"""Characters; what is longer, or holds a link or a note, stays a paragraph."""


def gather(body: Element, context: Context) -> None:
    """Makes of neighbours the element that they are, and of pictures with a caption figures."""
    _without_imprint(body, context)
    for rule in body.find_class(RULE):
        if not len(rule) and not (rule.text or "").strip():
            rule.tag = "hr"
    for first in list(body.iter("p", "ul", "ol")):
        kind = _kind(first)
        if kind and first.getparent() is not None:
            _make([first, *_following(first, _GOES_ON[kind])], kind)
    for caption in [p for p in body.iter("p") if "caption" in styles.classes(p)]:
        _make_figure(caption)


def _without_imprint(body: Element, context: Context) -> None:
    """Takes away what this site itself printed around a text; the line under the title is its summary."""
    printed = body.find_class(IMPRINT)
    if not printed:
        return
    context.left_out["imprint"] += 1
    for element in printed:
        element.drop_tree()
    for summary in body.find_class(SUBTITLE)[:1]:
        context.summary = " ".join(summary.text_content().split())
        summary.drop_tree()


def _kind(element: Element) -> str:
    """Of a paragraph by its class; of a list when all in it is of one kind."""
    if element.tag == "p":
        return next(iter(styles.classes(element) & _GOES_ON.keys()), "")
    kinds = {_kind(paragraph) for paragraph in element.iter("p")}
    return kinds.pop() if len(kinds) == 1 and not kinds & {CODE, SUMMARY, *TITLES} else ""


def _following(first: Element, kind: str) -> Iterator[Element]:
    before = first
    for element in first.itersiblings():
        is_one = element.tag in ("p", "ul", "ol") and _GOES_ON.get(_kind(element)) == kind
        if not is_one or _kind(element) in (SUMMARY, *TITLES) or (before.tail or "").strip():
            return
        before = element
        yield element


def _make(run: list[Element], kind: str) -> None:
    made = {
        QUOTATION: lambda: _around(run, "blockquote"),
        CODE: lambda: _listing(run),
        DETAILS: lambda: _details(run, kind),
        SUMMARY: lambda: _details(run, kind),
    }.get(kind, lambda: _callout(run, kind))()
    if kind == SUMMARY:
        made[0].tag = "summary"
    for element in run:
        for inside in element.iter("p", "summary"):
            inside.attrib.pop("class", None)


def _before(first: Element, tag: str) -> Element | None:
    """The part that the paragraphs from `first` go on with: only a listing, a table or a picture parts
    them, which cannot have its style."""
    for element in first.itersiblings(preceding=True):
        if element.tag == tag and element.get("class", "").startswith(("callout", DETAILS)):
            return element
        is_picture = element.tag == "p" and not element.text_content().strip()
        if element.tag not in ("pre", "table", "figure") and not is_picture:
            return None
    return None


def _around(run: list[Element], tag: str) -> Element:
    made = lxml.html.Element(tag)
    made.tail, run[-1].tail = run[-1].tail, None
    run[0].addprevious(made)
    made.extend(run)
    return made


def _going_on(run: list[Element], tag: str) -> Element | None:
    """Puts `run` into the part that it goes on with, with what stands between; None when there is none."""
    before = _before(run[0], tag)
    if before is not None:
        while (element := before.getnext()) is not None and element is not run[0]:
            before.append(element)
        before.tail, run[-1].tail = run[-1].tail, None
        before.extend(run)
    return before


def _callout(run: list[Element], kind: str) -> Element:
    made = _going_on(run, "aside") if kind == CALLOUT else None
    if made is not None:
        return made
    made = _around(run, "aside")
    name = TITLES.get(kind, "note")
    made.set("class", f"callout callout-{name}")
    if kind in TITLES and _says_only(run[0], name):
        made.remove(run[0])
    return made


def _details(run: list[Element], kind: str) -> Element:
    made = _going_on(run, "details") if kind == DETAILS else None
    if made is None:
        made = _around(run, "details")
        made.set("class", DETAILS)
    return made


def _says_only(title: Element, name: str) -> bool:
    """Whether it is the word that the page writes above such a call-out, in one of its languages."""
    said = title.text_content().strip()
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            if said == str(WORDS[name]):
                return True
    return False


def _listing(run: list[Element]) -> Element:
    made = _around(run, "pre")
    for line in run:
        line.tag = "span"
        for nested in list(line.iter("p")):
            nested.drop_tag()
    for before in run[:-1]:
        before.tail = "\n"
    return made


def _make_figure(caption: Element) -> None:
    """A picture alone in the paragraph above its caption, or in the caption itself."""
    words = caption.text_content().strip()
    own, above = list(caption.iter("img")), caption.getprevious()
    if not own and above is not None and above.tag == "p" and not above.text_content().strip():
        own = list(above.iter("img"))
    is_plain = caption.find(".//a") is None and len(words) <= LONGEST_CAPTION
    if len(own) != 1 or not words or not is_plain:
        return
    figure = lxml.html.Element("figure")
    figure.tail, caption.tail = caption.tail, None
    caption.addprevious(figure)
    holder = own[0].getparent()
    own[0].drop_tree()
    own[0].tail = None
    if holder is above and above is not None and not above.tail:
        above.drop_tree()
    caption.tag = "figcaption"
    figure.extend([own[0], caption])
