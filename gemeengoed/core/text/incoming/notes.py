"""Footnotes: two links that point at one another, as every program and most sites write them.

LibreOffice: `sdfootnote1anc` and `sdfootnote1sym`; Word: `_ftnref1` and `_ftn1`; mammoth:
`footnote-ref-1` and `footnote-1`; MediaWiki: `cite_ref-1` and `cite_note-1`; and our own pages.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .cleaning import Element
from .model import Context
from .word import drop

MAX_NOTES = 10_000
MARK = re.compile(r"\[?\(?(?:\d{1,5}|[a-z]{1,3}|[ivxlc]{1,6}|[*†‡§¶]{1,4})\)?\]?", re.IGNORECASE)
HOLDERS = ("li", "p", "div", "dd", "aside", "tr")
WRAPPERS = re.compile(r"(?:sd)?(?:foot|end)note\d+|[fe]d?tn\d+", re.IGNORECASE)


def take(body: Element, context: Context) -> list[tuple[str, Element]]:
    """Takes the notes out of `body`: pairs of number and element, in the order of the text.

    `context.notes` then says of every id that a reference points at which number it is. Raises
    ValidationError for more than MAX_NOTES.
    """
    named = _named(body)
    order = {element: place for place, element in enumerate(body.iter())}
    found: list[tuple[str, Element]] = []
    holders: dict[Element, str] = {}
    for link in list(body.iter("a")):
        target = named.get(_points_at(link))
        if target is None or not MARK.fullmatch(link.text_content().strip()):
            continue
        holder = _holder(target)
        if holder is None or order[holder] < order[link] or _is_inside(link, holders):
            continue
        if holder not in holders:
            if not _points_back(holder, link, named):
                continue
            if len(found) >= MAX_NOTES:
                raise _too_many()
            holders[holder] = str(len(found) + 1)
            found.append((holders[holder], holder))
        context.notes[link.get("href", "")] = holders[holder]
    for _number, holder in found:
        _free(holder, context)
    return found


def _too_many() -> ValidationError:
    return ValidationError(
        _("The text has more than %(most)d notes. Divide it into several texts.")
        % {"most": MAX_NOTES},
        code="too-large",
    )


def _named(body: Element) -> dict[str, Element]:
    named: dict[str, Element] = {}
    for element in body.iter():
        for attribute in ("id", "name"):
            name = element.get(attribute)
            if name:
                named.setdefault(name, element)
    return named


def _points_at(link: Element) -> str:
    """The fragment; what a browser copies has the address of the page before it."""
    return link.get("href", "").partition("#")[2]


def _holder(target: Element) -> Element | None:
    """The block that is the note: an item of a list, a box called after the note, a paragraph."""
    holder = target
    while holder is not None and holder.tag not in HOLDERS:
        holder = holder.getparent()
    if holder is not None and holder.tag == "p":
        box = holder.getparent()
        if box is not None and box.tag == "div" and WRAPPERS.fullmatch(box.get("id", "")):
            return box
    return holder if holder is not None and holder.getparent() is not None else None


def _is_inside(link: Element, holders: dict[Element, str]) -> bool:
    return any(around in holders for around in link.iterancestors())


def _points_back(holder: Element, link: Element, named: dict[str, Element]) -> bool:
    """Whether a link in `holder` leads to `link` or to what stands closely around it."""
    places = [link, *list(link.iterancestors("sup", "span"))[:2], *link.iterchildren()]
    before = link.getprevious()  # an empty <a name> right before it, as older programs write
    if before is not None and before.tag == "a" and not (before.tail or "").strip():
        places.append(before)
    return any(
        (target := named.get(_points_at(back))) is not None and target in places
        for back in holder.iter("a")
    )


def _free(holder: Element, context: Context) -> None:
    """Takes the note from the page, and from the note its mark and the way back."""
    for link in list(holder.iter("a")):
        own = link.get("href", "")
        if "#" in own and own not in context.notes and _is_back_mark(link.text_content()):
            around = link.getparent()
            drop(link)
            if around is not None and around.tag == "sup" and not around.text_content().strip():
                drop(around)
    parent = holder.getparent()
    drop(holder)
    while parent is not None and not len(parent) and not (parent.text_content() or "").strip():
        above = parent.getparent()
        if above is None:
            return
        drop(parent)
        parent = above


def _is_back_mark(text: str) -> bool:
    text = text.strip().rstrip("\ufe0e\ufe0f")
    return not text or bool(MARK.fullmatch(text)) or text in {"↩", "↑", "^", "⏎", "←", "a", "b"}
