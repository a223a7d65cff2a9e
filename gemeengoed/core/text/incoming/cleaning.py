"""The first gate: what nobody vouches for is bounded and cleaned before anything looks at it."""

import re
from collections import Counter
from typing import TypeAlias

import lxml.html
import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..xml import FORBIDDEN
from .model import Context, too_intricate

Element: TypeAlias = lxml.html.HtmlElement

MAX_ELEMENTS = 200_000
# nh3 takes a time that grows with the square of the depth: 40 s at 100,000 levels, 0.01 s at 300.
MAX_DEPTH = 300

_TAGS = """
a abbr address article aside b big blockquote body br caption center cite code col colgroup dd del
details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img
ins kbd li main mark menu nav ol p picture pre q s samp section small span strike strong sub summary
sup table tbody td tfoot th thead time tr tt u ul var
"""
TAGS = set(_TAGS.split())
ATTRIBUTES = {
    "*": {"class", "id", "style", "role", "align"},
    "a": {"href", "name"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
STYLES = {"mso-list", "mso-element", "font-weight", "font-style", "text-align", "vertical-align"}
STYLES |= {"text-decoration", "text-decoration-line", "display"}
DROPPED = {"script", "style", "title", "head", "template", "noscript", "iframe", "object", "svg"}
DROPPED |= {"select", "textarea", "video", "audio", "canvas", "xml", "annotation", "annotation-xml"}
SCHEMES = {"http", "https", "mailto", "tel", "data", "picture"}

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
# These end by themselves or hold nothing (HTML, 13.1.2.4), so they say nothing about depth.
_ENDING = "p li td th tr dt dd option thead tbody tfoot colgroup col br hr img input meta link wbr"
ENDING = set(_ENDING.split()) | {
    "area",
    "base",
    "embed",
    "param",
    "source",
    "track",
    "body",
    "html",
}
EMBEDDED = {"script", "iframe", "video", "audio", "object", "embed", "form"}
NOTES = re.compile(
    r"""<div\b[^>]{0,300}?(?:mso-element:\s*(?:foot|end)note-list|id=["']?(?:sdfoot|sdend)note1\b)"""
)
BODY = re.compile(r"<!--StartFragment-->(.*)<!--EndFragment-->", re.DOTALL)


def clean(html: str, context: Context) -> Element:
    """A <div> that holds what is left of `html`. Raises ValidationError beyond the bounds."""
    html = _copied(html).replace("\0", "")
    seen = _check_shape(html)
    context.left_out["embedded"] += sum(seen[name] for name in EMBEDDED)
    context.left_out["formulas"] += seen["math"]
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        filter_style_properties=STYLES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    # What no XML may hold, such as the line ends of Word; written as &#11; it is found only now.
    return lxml.html.fragment_fromstring(FORBIDDEN.sub(" ", cleaned), create_parent="div")


def _copied(html: str) -> str:
    """What was copied, without the document around it; the notes that belong to it stand behind."""
    fragment = BODY.search(html)
    if fragment is None:
        return html
    notes = NOTES.search(html, fragment.end())
    return fragment[1] + (html[notes.start() :] if notes else "")


def _check_shape(html: str) -> Counter[str]:
    """How often each tag is opened. Raises ValidationError for too many, or too deep in one another."""
    opened: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    depth = 0
    for closing, tag in TAG.findall(html):
        name = tag.lower()
        opened[name] += not closing
        if name in ENDING or (closing and not inside[name]):
            continue
        step = -1 if closing else 1
        inside[name] += step
        depth += step
        if depth > MAX_DEPTH:
            raise too_intricate()
    if opened.total() > MAX_ELEMENTS:
        raise ValidationError(
            _("This text has too many parts to take over at once. Copy it in parts."),
            code="too-large",
        )
    return opened
