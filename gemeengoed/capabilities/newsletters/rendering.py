"""A letter as HTML: for the page on the web, and (with whole addresses) for the mail."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from lxml import html as parser

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.mail.slots import literal
from gemeengoed.core.media import queries as media
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.text import markdown

from . import blocks
from .models import LetterText

WIDTH = 560
"""Pixels of a picture in a letter."""


def shown(text: LetterText) -> list[dict[str, Any]]:
    """Its blocks with what each shows; objects that may not be seen any more are left out. Two queries and
    those of the objects."""
    files = _files(text)
    found = []
    for block in text.blocks:
        one = dict(block)
        if block["kind"] == blocks.WORDS:
            one["html"] = mark_safe(_rendered(block["markdown"], text.language))
        elif block["kind"] == blocks.QUOTE:
            one["html"] = mark_safe(_rendered(block["words"], text.language))
        elif block["kind"] == blocks.OBJECT:
            one["content"] = blocks.content(block, text.language)
        elif block["kind"] == blocks.PICTURE:
            one["picture"] = files.get(block["file"])
            one["address"] = media.address(one["picture"], 2 * WIDTH) if one["picture"] else ""
        if one.get("content", True) and (block["kind"] != blocks.PICTURE or one["picture"]):
            found.append(one)
    return found


def _rendered(words: str, language: str) -> str:
    return markdown.render(words, language=language).html


def _files(text: LetterText) -> dict[int, MediaFile]:
    wanted = [block["file"] for block in text.blocks if block["kind"] == blocks.PICTURE]
    owner: Actor = text.letter.commons.actor
    return MediaFile.objects.filter(owner=owner).in_bulk([pk for pk in wanted if pk])


def content(text: LetterText) -> SafeString:
    """The inside of a letter, with addresses as they are on this server."""
    with translation.override(text.language[:2]):
        context = {"blocks": shown(text), "width": WIDTH, "text": text}
        return render_to_string("newsletters/blocks.html", context)


def for_mail(text: LetterText) -> SafeString:
    """The same with whole addresses, and with nothing in it that would be a slot."""
    page = parser.fragment_fromstring(literal(content(text)), create_parent="div")
    page.make_links_absolute(settings.BASE_URL + text.letter.get_absolute_url())
    _without_ids(page)
    _with_whole_days(page)
    inside = parser.tostring(page, encoding="unicode")
    return mark_safe(inside)


def _without_ids(page: parser.HtmlElement) -> None:
    """Mail programs rewrite ids; a link inside a letter leads to its page on the web."""
    for element in page.iter():
        if isinstance(element.tag, str):
            element.attrib.pop("id", None)
            element.attrib.pop("srcset", None)
            element.attrib.pop("loading", None)


def _with_whole_days(page: parser.HtmlElement) -> None:
    """'Today' is another day by the time that somebody reads the mail."""
    for element in page.iter("time"):
        element.text = element.attrib.pop("title", element.text)
