"""HTML that came from another server: what may stand on a page here, and the words of it.

Stricter than what people here write: no pictures, no classes, no ids, no headings (the page has its own).
"""

import re
from collections import Counter
from html import escape, unescape

import nh3

from .xml import FORBIDDEN

_TAGS = """
a b blockquote br code del em i ins li ol p pre rb rp rt rtc ruby s span strong sub sup u ul
"""
TAGS = set(_TAGS.split())
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BLOCK_NAMES = """
article aside dd details div dt figcaption figure footer header hr main section summary tr
"""
_BLOCKS = set(_BLOCK_NAMES.split())
_UNSAFE = """
audio head iframe math noscript object script select style svg template textarea title video
"""
_DROPPED = set(_UNSAFE.split())
_ARRANGED = TAGS | _HEADINGS | _BLOCKS | {"td", "th"}
_ATTRIBUTES = {"*": {"lang", "dir"}, "a": {"href"}, "ol": {"start"}}
_REL = "nofollow noopener ugc"
_HOST = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
LONGEST = 150_000
"""Characters of HTML; of what is longer the words are shown, as far as they fit."""
# nh3 takes a time that grows with the square of the depth; see `incoming.cleaning`.
_DEEPEST = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ENDS_BY_ITSELF = "br dd dt hr img input li p rb rp rt td th tr wbr"
_ENDING = set(_ENDS_BY_ITSELF.split())
_BLOCK = re.compile(f"(</?)(?:{'|'.join(sorted(_BLOCKS, key=len, reverse=True))})(?=[ >])")
_CELL = re.compile(r"</t[dh]>")
_MARK = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_LINK = re.compile(r"(<a\b[^>]*>)(.*?)</a>", re.DOTALL)
_UNSEEN = re.compile(r'<span class="invisible">[^<]*</span>')
_CUT = re.compile(r'<span class="ellipsis">([^<]*)</span>')
_IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_NAMED = re.compile(r' ([a-z]+)="([^"]*)"')
# A small picture within a line, with what was typed as its alternative: `:blobcat:`.
_SMILEY = re.compile(r"""<img\b[^<>]{0,500}?\balt=["'](:[A-Za-z0-9_@.-]{1,80}:)["'][^<>]{0,500}>""")
_BREAK = re.compile(r"<br>|</?(?:p|li|blockquote|pre|ul|ol)(?=[ >])")
_OF_BLOCKS = re.compile("<(?:p|ul|ol|li|blockquote|pre)[ >]")
_EMPTY = re.compile(r"<p>(?:<strong></strong>)?</p>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINES = re.compile(r" ?\n[ \n]*")


def clean(html: str) -> str:
    """`html` as it may be shown: safe, each tag closed, in paragraphs, its links absolute and
    marked as not ours."""
    html = FORBIDDEN.sub(" ", html)
    if len(html) > LONGEST or _too_deep(html):
        return from_plain(_without_marks(html)[:LONGEST])
    seen = {name.lower() for _closing, name in _TAG.findall(html)}
    if not seen <= TAGS or "class=" in html:
        html = _arranged(html)
    found = _EMPTY.sub("", _LAST.clean(html)).strip()
    return f"<p>{found}</p>" if found and not _OF_BLOCKS.search(found) else found


def plain(html: str) -> str:
    """The words of `html`, a block a line."""
    if "<" not in html and "&" not in html:
        return _LINES.sub("\n", _SPACES.sub(" ", FORBIDDEN.sub(" ", html))).strip()
    return words(clean(html))


def words(cleaned: str) -> str:
    """The words of what `clean` gave, a block a line."""
    marked = _BREAK.sub(r"\n\g<0>", _SPACES.sub(" ", cleaned))
    return _LINES.sub("\n", unescape(_MARK.sub("", marked))).strip()


def pictures(html: str) -> list[tuple[str, str]]:
    """(address, alternative text) of the pictures in `html`, which `clean` leaves out."""
    if "<img" not in html or len(html) > LONGEST or _too_deep(html):
        return []
    found = nh3.clean(
        FORBIDDEN.sub(" ", html),
        tags={"img"},
        clean_content_tags=_DROPPED,
        attributes={"img": {"src", "alt", "class"}},
        url_schemes={"http", "https"},
        url_relative="deny",
    )
    named = [dict(_NAMED.findall(one)) for one in _IMAGE.findall(found)]
    return [
        (unescape(one["src"]), unescape(one.get("alt", "")))
        for one in named
        if _HOST.match(one.get("src", "")) and "emoji" not in one.get("class", "")
    ]


def from_plain(text: str) -> str:
    """Text without marks as HTML: paragraphs and lines."""
    text = FORBIDDEN.sub(" ", text.replace("\r\n", "\n")).strip()
    parts = [escape(part).strip() for part in re.split(r"\n\s*\n", text)]
    return "".join(f"<p>{part}</p>".replace("\n", "<br>") for part in parts if part)


def link(address: str, words: str) -> str:
    """A link to another server; only the words where that is no address of the web."""
    if not _HOST.match(address):
        return escape(words, quote=False)
    return f'<a href="{escape(address)}" rel="{_REL}">{escape(words or address, quote=False)}</a>'


def _arranged(html: str) -> str:
    """Cleaned, with blocks that have no place here as paragraphs; to be cleaned once more."""
    found = _FIRST.clean(_SMILEY.sub(r"\1", html))
    if 'class="' in found:
        found = _LINK.sub(_short, found)
    found = _CELL.sub(" ", _BLOCK.sub(r"\1p", found))
    found = re.sub(r"<h[1-6]([^>]*)>", r"<p\1><strong>", found)
    return re.sub(r"</h[1-6]>", "</strong></p>", found)


def _absolute(tag: str, name: str, value: str) -> str | None:
    """An address with a host: `http:path` would lead into this site."""
    if name != "href":
        return value
    return value if _HOST.match(value.strip()) else None


def _short(found: re.Match[str]) -> str:
    """A link as Mastodon's style sheet shows it: its long ends unseen."""
    seen = _CUT.sub(r"\1…", _UNSEEN.sub("", found[2]))
    return f"{found[1]}{seen if _MARK.sub('', seen).strip() else found[2]}</a>"


def _too_deep(html: str) -> bool:
    """Whether tags stand more than `_DEEPEST` deep in one another, counted generously."""
    if html.count("<") <= _DEEPEST:
        return False
    inside: Counter[str] = Counter()
    for closing, tag in _TAG.findall(html):
        name = tag.lower()
        if name in _ENDING or (closing and not inside[name]):
            continue
        inside[name] += -1 if closing else 1
        if inside.total() > _DEEPEST:
            return True
    return False


def _without_marks(html: str) -> str:
    return unescape(_MARK.sub(" ", html))


def _cleaner(tags: set[str], classes: set[str]) -> nh3.Cleaner:
    """Made once: that takes as long as cleaning a short text."""
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_absolute,
        allowed_classes={"span": classes} if classes else {},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel=_REL,
        strip_comments=True,
    )


_FIRST = _cleaner(_ARRANGED, {"invisible", "ellipsis"})
_LAST = _cleaner(TAGS, set())
