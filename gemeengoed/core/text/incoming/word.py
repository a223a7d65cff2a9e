"""What Word and LibreOffice write instead of HTML: lists of paragraphs, tables of contents, remarks."""

import re
from collections.abc import Iterator

import lxml.html

from . import styles
from .cleaning import Element
from .model import Context

LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
ORDERED = re.compile(r"\(?(?:\d{1,4}|[a-z]{1,4})[.)]", re.IGNORECASE)
CONTENTS = re.compile(r"(?:mso)?toc-?\d?|contents-?\d|table-of-contents")
REMARKS = {"msocomtxt", "msocomanchor", "msocommenttext", "comment"}
TITLES = {"msotitle", "title"}


def tidy(body: Element, context: Context) -> None:
    """Makes of `body` the HTML that was meant."""
    for element in list(body.iter(lxml.html.etree.Element)):
        _one(element, context)
    for element in list(body.iter("code", "sup", "sub")):
        _join(element)
    for first in _first_of_lists(body):
        _make_list(first)


def _one(element: Element, context: Context) -> None:
    names = styles.classes(element)
    style = element.get("style", "")
    if element.getparent() is None:
        return
    if names & REMARKS or "mso-element:comment" in style.replace(" ", ""):
        context.left_out["remarks"] += "msocomtxt" in names or "msocommenttext" in names
        drop(element)
    elif any(CONTENTS.fullmatch(name) for name in names) or element.get("id", "").startswith(
        "Table of Contents"
    ):
        context.left_out["contents"] += 1
        drop(element)
    elif element.tag == "del" and (element.get("datetime") or element.get("cite")):
        context.left_out["tracked"] += 1
        drop(element)
    elif element.tag == "ins" and (element.get("datetime") or element.get("cite")):
        context.left_out["tracked"] += 1
    elif element.tag == "p" and "document-title" in names and not context.title:
        context.title = _one_line(element)
        drop(element)
    elif element.tag == "p" and names & TITLES:
        element.tag = "h1"


def _join(element: Element) -> None:
    """Takes in what goes on in the same way right behind it: a word processor cuts where it likes."""
    while (behind := element.getnext()) is not None and behind.tag == element.tag:
        if element.tail or len(element) or len(behind) or element.getparent() is None:
            return
        element.text = f"{element.text or ''}{behind.text or ''}"
        behind.text = None
        drop(behind)


def _one_line(element: Element) -> str:
    for broken in element.iter("br"):
        broken.tail = f" {broken.tail or ''}"
    return " ".join(element.text_content().split())


def drop(element: Element) -> None:
    """Takes `element` away; the words behind it stay."""
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()


def _level(element: Element) -> int:
    found = LIST.search(element.get("style", "")) if element.tag == "p" else None
    return int(found[1]) if found else 0


def _first_of_lists(body: Element) -> Iterator[Element]:
    for paragraph in list(body.iter("p")):
        before = paragraph.getprevious()
        if _level(paragraph) and (before is None or not _level(before)):
            yield paragraph


def _make_list(first: Element) -> None:
    """Puts `first` and the list paragraphs behind it in lists, one inside the other by level."""
    run = [first]
    while (following := run[-1].getnext()) is not None and _level(following):
        run.append(following)
    stack: list[tuple[int, Element]] = []
    for paragraph in run:
        level, ordered = _level(paragraph), _take_mark(paragraph)
        while stack and stack[-1][0] > level:
            stack.pop()
        if not stack or stack[-1][0] < level:
            made = lxml.html.Element("ol" if ordered else "ul")
            _place(made, stack, paragraph)
            stack.append((level, made))
        item = lxml.html.Element("li")
        stack[-1][1].append(item)
        paragraph.attrib.pop("style", None)
        tail, paragraph.tail = paragraph.tail, None
        item.append(paragraph)
        item.tail = tail if tail and tail.strip() else None


def _place(made: Element, stack: list[tuple[int, Element]], before: Element) -> None:
    """A deeper list goes into the last item of the one around it; the first where it stood."""
    around = stack[-1][1] if stack else None
    if around is not None and len(around):
        around[-1].append(made)
    else:
        before.addprevious(made)


def _take_mark(paragraph: Element) -> bool:
    """Takes the bullet or number that Word wrote out; tells whether it was a number."""
    ordered = False
    for span in list(paragraph.iter("span")):
        if IGNORED.search(span.get("style", "")):
            ordered = bool(ORDERED.fullmatch(span.text_content().strip()))
            drop(span)
    return ordered
