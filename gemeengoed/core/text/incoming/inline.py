"""Words, marks, links, code and pictures inside a paragraph, as runs."""

import re
from collections.abc import Iterable

from django.conf import settings

from . import escaping, pictures, styles
from .cleaning import Element
from .model import Context
from .runs import BREAK, Run

BLANKS = re.compile(r"[ \t\r\n\f\v]+")
SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
CODE = {"code", "kbd", "samp", "tt"}
LINKS = re.compile(r"(?:https?:|mailto:|tel:|/(?!/)|#s-)", re.IGNORECASE)


def inside(
    element: Element, context: Context, marks: frozenset[str] = frozenset(), href: str = ""
) -> list[Run]:
    """The runs of all that stands inside `element`."""
    runs = _words(element.text, marks, href)
    for child in element:
        runs += of(child, context, marks, href)
        runs += _words(child.tail, marks, href)
    return runs


def of(element: Element, context: Context, marks: frozenset[str], href: str = "") -> list[Run]:
    """The runs of `element` itself."""
    tag = element.tag
    if tag == "br" or styles.is_hidden(element):
        return [Run(BREAK if tag == "br" else "", marks, href)]
    if tag in CODE or tag == "img":
        return _code(element, marks, href) if tag in CODE else pictures.inline(element, context)
    if tag in ("sup", "sub") and (raised := _raised(element)):
        return [Run(raised, marks, href)]
    if tag == "a":
        return _link(element, context, marks, href)
    if tag == "q":
        return [
            Run("“", marks, href),
            *inside(element, context, marks, href),
            Run("”", marks, href),
        ]
    return inside(element, context, styles.marks(element, marks), href)


def plain(runs: Iterable[Run]) -> list[Run]:
    """`runs` without emphasis, for headings and heads, which are bold by themselves."""
    return [Run(run.text, run.marks - {"strong"}, run.href) for run in runs]


def _words(text: str | None, marks: frozenset[str], href: str) -> list[Run]:
    if not text:
        return []
    text = BLANKS.sub(" ", text.replace("\xad", "").replace("\xa0", " "))
    return [Run(escaping.inline(text), marks, href)]


def _code(element: Element, marks: frozenset[str], href: str) -> list[Run]:
    text = BLANKS.sub(" ", element.text_content()).strip()
    if not text:
        return []
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    between = " " if text.startswith("`") or text.endswith("`") else ""
    return [Run(f"{fence}{between}{text}{between}{fence}", marks, href)]


def _raised(element: Element) -> str:
    """Figures above or below the line have signs of their own (m², CO₂)."""
    text = element.text_content().strip()
    table = SUPERSCRIPT if element.tag == "sup" else SUBSCRIPT
    if element.find(".//a") is not None or not text or any(ord(sign) not in table for sign in text):
        return ""
    return text.translate(table)


def _link(element: Element, context: Context, marks: frozenset[str], href: str) -> list[Run]:
    own = (element.get("href") or "").strip()
    marks = styles.marks(element, marks)
    if own in context.notes:
        return [Run(f"[^{context.notes[own]}]")]
    own = context.places.get(own, own)
    if own.startswith(f"{settings.BASE_URL}/"):  # a page of ours, whatever its domain will be
        own = own.removeprefix(settings.BASE_URL)
    return inside(element, context, marks, own if LINKS.match(own) else href)
