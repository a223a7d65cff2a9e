"""Links to elsewhere say that we do not vouch for them, and hand over no window."""

from urllib.parse import urlsplit

from django.conf import settings
from markdown_it.token import Token

REL = "nofollow noopener"


def guard_all(tokens: list[Token]) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                guard(child)


def guard(link: Token) -> None:
    if is_foreign(str(link.attrs.get("href", ""))):
        link.attrSet("rel", REL)


def is_foreign(href: str) -> bool:
    """Whether `href` leads to another host than ours; what cannot be read is foreign."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return True
    if not parts.netloc:
        return parts.scheme in ("http", "https")
    return parts.netloc.lower() != settings.DOMAIN.lower()
