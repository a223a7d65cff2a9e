"""A page of somebody else's site as a document that can only be read.

Of the standard library and nh3 alone: `apart` runs this file as a program of its own.
"""

import codecs
import json
import re
import resource
import sys
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from urllib.parse import urljoin

import nh3

_TAGS = """
a abbr article aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q s samp section
small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
_WITH_CONTENT = {
    "canvas", "iframe", "math", "noscript", "object", "script", "style", "svg", "template",
    "textarea", "title",
}  # fmt: skip
_BLOCK = re.compile(
    r"</(?:p|h\d|li|tr|div|dd|dt|blockquote|pre|section|article|figcaption|caption)>|<[bh]r>"
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:-]{1,40})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,1000}?)</title", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"<html[^>]{0,500}\slang\s*=\s*[\"']?([A-Za-z0-9-]{2,35})", re.IGNORECASE)
SECONDS = 4
MEMORY = 1_000_000_000
"""Processor seconds and bytes for one page."""
LONGEST_TEXT = 500_000
"""Characters of the words that are kept beside the page."""

STYLE = (
    "body{font:1.05rem/1.6 Georgia,serif;max-width:44rem;margin:1rem auto;padding:0 1rem;"
    "color-scheme:light dark}table{border-collapse:collapse}td,th{border:1px solid;padding:.2rem .5rem}"
    "pre{white-space:pre-wrap}.kept{font:1rem/1.5 sans-serif;border:2px solid;padding:.75rem 1rem}"
)
STYLE_HASH = "sha256-" + b64encode(sha256(STYLE.encode()).digest()).decode()
"""For the Content-Security-Policy (CSP 3, 2.3.1): the one style that holds in a kept page."""
BODY = "<body>"
"""Where a notice can be put in; it stands in the document once."""


@dataclass(frozen=True)
class Page:
    document: str
    text: str


def decoded(data: bytes, charset: str) -> str:
    """Text by what the answer says, else what the page says, else UTF-8; never fails."""
    found = _CHARSET.search(data[:2048])
    for name in (charset, found[1].decode("ascii") if found else "", "utf-8"):
        try:
            codecs.lookup(name)
            text = data.decode(name, "replace")
        except (LookupError, ValueError):
            continue
        return text.replace("\0", "")
    return ""


def cleaned(page: str, address: str) -> Page:
    """The page with its headings, paragraphs, lists, tables and links, and nothing that runs or loads.

    A page made to be intricate can take minutes: call it by `apart.cleaned`.
    """

    def keep(tag: str, name: str, value: str) -> str | None:
        if name != "href":
            return value
        try:
            return urljoin(address, value)
        except ValueError:  # as http://[ is
            return None

    body = _clean(page, keep)
    title, language = _TITLE.search(page), _LANGUAGE.search(page)
    words = unescape(title[1]).strip() if title else address
    return Page(_document(body, words, language[1] if language else ""), _text(body))


def _clean(page: str, keep: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        page,
        tags=set(_TAGS.split()),
        clean_content_tags=_WITH_CONTENT,
        attributes={
            "*": {"lang", "dir"},
            "a": {"href"},
            "ol": {"start"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan", "scope"},
            "time": {"datetime"},
        },
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def plain(text: str) -> Page:
    """Plain text as it stands."""
    return Page(_document(f"<pre>{escape(text)}</pre>", "", ""), text[:LONGEST_TEXT])


def _document(body: str, title: str, language: str) -> str:
    lang = f' lang="{escape(language)}"' if language else ""
    return (
        f'<!doctype html>\n<html{lang}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n{BODY}\n{body}\n</body></html>\n"
    )


def _text(body: str) -> str:
    in_line = re.sub(r"\s+", " ", body)
    lines = unescape(re.sub(r"<[^>]+>", "", _BLOCK.sub("\n", in_line))).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))[:LONGEST_TEXT]


def main() -> None:
    """Reads [page, address] as JSON and writes [document, text]; within bounds of time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    made = cleaned(*json.load(sys.stdin))
    json.dump([made.document, made.text], sys.stdout)


if __name__ == "__main__":
    main()
