"""Which language a reader wants, and which of what there is comes nearest."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,7}")
MAX_LENGTH = 35  # RFC 5646, section 4.4.1


def preferred(request: HttpRequest) -> list[str]:
    """Language tags, most wanted first: ?lang=, the person's, what a reader without an account chose,
    the browser's, the instance's, the rest.

    The instance's language is `request.instance_language` when a middleware has set it.
    """
    wanted = [
        request.GET.get("lang", ""),
        getattr(getattr(request, "user", None), "language", ""),
        chosen(request),
        *accepted(request.headers.get("Accept-Language", "")),
        getattr(request, "instance_language", "") or settings.LANGUAGE_CODE,
        *(code for code, _name in settings.LANGUAGES),
    ]
    return list(dict.fromkeys(tag for tag in map(normal, wanted) if tag))


def chosen(request: HttpRequest) -> str:
    """The language of the interface that this browser's reader chose at `/language/`; "" for none."""
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in dict(settings.LANGUAGES) else ""


def of_the_browser(request: HttpRequest) -> str:
    """The language of the interface that the browser wishes most; "" when it wishes none of them."""
    spoken = dict(settings.LANGUAGES)
    wishes = (tag[:2].lower() for tag in accepted(request.headers.get("Accept-Language", "")))
    return next((wish for wish in wishes if wish in spoken), "")


def accepted(header: str) -> list[str]:
    """Tags of an Accept-Language header by weight; those of weight 0 are not wanted (RFC 9110, 12.5.4)."""
    return [tag for tag, weight in parse_accept_lang_header(header) if weight > 0 and tag != "*"]


def normal(tag: str) -> str:
    """`tag` in lower case, or an empty string when it cannot be a language tag."""
    tag = tag.strip()
    return tag.lower() if len(tag) <= MAX_LENGTH and TAG.fullmatch(tag) else ""


def lookup(available: Iterable[str], wanted: Sequence[str]) -> str:
    """The first of `wanted` that is there, cut from behind where needed (RFC 4647, section 3.4);
    then one of the same language from another region; an empty string when there is none."""
    tags = {tag.lower(): tag for tag in available}
    for one in wanted:
        for shorter in _shorter(one.lower()):
            if shorter in tags:
                return tags[shorter]
        relative = _same_language(one, tags)
        if relative:
            return tags[relative]
    return ""


def _shorter(tag: str) -> Iterable[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
        if len(tag) > 1 and tag[-2] == "-":  # a single letter never ends a tag
            tag = tag[:-2]


def _same_language(wanted: str, tags: Iterable[str]) -> str:
    language = wanted.lower().partition("-")[0]
    return next((tag for tag in tags if tag.partition("-")[0] == language), "")


def best(values: Mapping[str, str], preferred: Sequence[str]) -> tuple[str, str]:
    """(language, text) of the nearest that is not empty, else the first there is, else ("", "")."""
    filled = {language: text for language, text in values.items() if text}
    if not filled:
        return "", ""
    language = lookup(filled, preferred) or next(iter(filled))
    return language, filled[language]


def name(code: str) -> str:
    """The language as the page's own language calls it; the code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
