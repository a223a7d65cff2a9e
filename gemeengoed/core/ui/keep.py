"""The server's half of static/ui/keep.js: say which kept text has been saved."""

from django.contrib import messages
from django.http import HttpRequest

_MARK = "keep:"


def saved(request: HttpRequest, text: str, key: str) -> None:
    """Tell `text` on the next page and let the browser forget what it kept under `key`.

    `key` is the value of `data-keep` on the field; it holds no spaces (ValueError).
    """
    if " " in key:
        raise ValueError("A data-keep key holds no spaces.")
    messages.success(request, text, extra_tags=_MARK + key)


def key_of(extra_tags: str | None) -> str:
    """The key in a message's extra tags, or an empty string."""
    for tag in (extra_tags or "").split():
        if tag.startswith(_MARK):
            return tag.removeprefix(_MARK)
    return ""
