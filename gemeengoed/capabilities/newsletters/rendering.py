"""A letter as HTML: for the page on the web, and (with whole addresses) for the mail."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from lxml import html as parser

from gemeengoed.core.mail.slots import literal
from gemeengoed.core.media import queries as media
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.renditions import mail_copies
from gemeengoed.core.text import markdown

from . import blocks
from .models import LetterText

WIDTH = 560
"""Pixels of a picture in a letter."""


def _shown(
    text: LetterText, files: dict[int, MediaFile], seen: blocks.Seen
) -> list[dict[str, Any]]:
    """Its blocks with what each shows; objects that may not be seen any more are left out."""
    found = []
    for block in text.blocks:
        one = dict(block)
        if block["kind"] == blocks.WORDS:
            one["html"] = mark_safe(_rendered(block["markdown"], text.language))
        elif block["kind"] == blocks.QUOTE:
            one["html"] = mark_safe(_rendered(block["words"], text.language))
        elif block["kind"] == blocks.OBJECT:
            one["content"] = seen.get((block["block"], block["uri"]))
        elif block["kind"] == blocks.PICTURE:
            one["picture"] = files.get(block["file"])
            one["address"] = media.address(one["picture"], 2 * WIDTH) if one["picture"] else ""
        if one.get("content", True) and (block["kind"] != blocks.PICTURE or one["picture"]):
            found.append(one)
    return found


def _rendered(words: str, language: str) -> str:
    return markdown.render(words, language=language).html


def _files(texts: Sequence[LetterText]) -> dict[int, MediaFile]:
    every = [block for text in texts for block in text.blocks]
    wanted = [block["file"] for block in every if block["kind"] == blocks.PICTURE]
    owners = {text.letter.commons.actor.pk for text in texts}
    return MediaFile.objects.filter(owner__in=owners).in_bulk([pk for pk in wanted if pk])


def _seen(texts: Sequence[LetterText]) -> dict[str, blocks.Seen]:
    """By language."""
    every: dict[str, list[blocks.Block]] = {}
    for text in texts:
        every.setdefault(text.language, []).extend(text.blocks)
    return {language: blocks.contents(found, language) for language, found in every.items()}


def blocks_for_everybody(texts: Sequence[LetterText]) -> list[list[blocks.Block]]:
    """The blocks of each, without objects that may not be seen any more."""
    seen = _seen(texts)
    return [
        [
            block
            for block in text.blocks
            if block["kind"] != blocks.OBJECT
            or (block["block"], block["uri"]) in seen[text.language]
        ]
        for text in texts
    ]


def content(text: LetterText) -> SafeString:
    """The inside of a letter, with addresses as they are on this server."""
    return contents([text])[0]


def contents(texts: Sequence[LetterText]) -> list[SafeString]:
    """The same of several letters of one commons. One query for their pictures, and for each language and
    kind of object those that it takes to know all of those."""
    files, seen = _files(texts), _seen(texts)
    return [_content(text, _shown(text, files, seen[text.language])) for text in texts]


def _content(text: LetterText, shown: list[dict[str, Any]]) -> SafeString:
    with translation.override(text.language[:2]):
        context = {"blocks": shown, "width": WIDTH, "text": text}
        return render_to_string("newsletters/blocks.html", context)


def for_mail(text: LetterText) -> SafeString:
    """The same with whole addresses, and with nothing in it that would be a slot."""
    page = _page(content(text))
    _pictures_for_mail(page)
    return _whole(text, page)


def all_for_feed(texts: Sequence[LetterText]) -> list[SafeString]:
    """Several letters of one commons, as `contents`, with whole addresses."""
    return [
        _whole(text, _page(inside)) for text, inside in zip(texts, contents(texts), strict=True)
    ]


def _page(inside: SafeString) -> parser.HtmlElement:
    return parser.fragment_fromstring(literal(inside), create_parent="div")


def _whole(text: LetterText, page: parser.HtmlElement) -> SafeString:
    page.make_links_absolute(settings.BASE_URL + text.letter.get_absolute_url())
    _without_ids(page)
    _with_whole_days(page)
    return mark_safe(parser.tostring(page, encoding="unicode"))


def _pictures_for_mail(page: parser.HtmlElement) -> None:
    """Each in a form that mail programs show; the page on the web has the better one."""
    pictures = [one for one in page.iter("img") if one.get("src")]
    copies = mail_copies.addresses({one.get("src") for one in pictures})
    for one in pictures:
        one.set("src", copies.get(one.get("src"), one.get("src")))


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
