"""The last gate: whatever made the HTML, only this passes. Classes and addresses are listed one by one."""

import re

import nh3

_TAGS = """
a aside blockquote br caption code del details div em figcaption figure h2 h3 h4 h5 h6 hr img li ol p pre
s section span strong summary sup table tbody td th thead tr ul
"""
TAGS = set(_TAGS.split())
ATTRIBUTES = {
    "*": {"class", "id", "role", "aria-label"},
    "a": {"href", "title", "rel", "aria-describedby"},
    "div": {"tabindex"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"scope"},
    "th": {"scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_CLASSES = """
callout callout-note callout-tip callout-important callout-warning callout-caution
callout__title centre credit disclosure enlarge footnote-backref footnote-ref footnotes number scroll term
"""
CLASSES = frozenset(_CLASSES.split())
ROLES = frozenset(("doc-backlink", "doc-endnotes", "doc-noteref", "note", "region"))
CODE_CLASS = re.compile(r"language-[A-Za-z0-9+#_-]{1,30}")
# Ids that the renderer makes: footnotes and headings, with a prefix for many texts on one page.
ID = re.compile(r"[a-z0-9-]{0,40}?(?:fn\d+|fnref\d+(?:-\d+)?|s-[a-z0-9-]+)")

# What stands beside the text about a term that it uses.
TERM = re.compile(r"term-[a-z0-9_-]{1,60}")
PATTERNS = {"id": ID, "aria-describedby": TERM}


def clean(html: str) -> str:
    """`html` with everything taken out that is not allowed here."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_filter,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return _classes(tag, value)
    if name in PATTERNS:
        return value if PATTERNS[name].fullmatch(value) else None
    if name == "role":
        return value if value in ROLES else None
    if name == "rel":
        return value if value == "nofollow noopener" else None
    if tag == "img" and name == "src":
        return value if value.startswith("/") and not value.startswith(("//", "/\\")) else None
    return value


def _classes(tag: str, value: str) -> str | None:
    names = [
        name
        for name in value.split()
        if name in CLASSES or (tag == "code" and CODE_CLASS.fullmatch(name))
    ]
    return " ".join(names) or None
