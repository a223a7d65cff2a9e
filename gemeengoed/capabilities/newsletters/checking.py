"""What to look at before a letter goes out, each with what to do. An error must be mended first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import html as parser

from gemeengoed.core.fetching.model import Reason
from gemeengoed.core.mail import html
from gemeengoed.core.mail.mailings import template

from . import blocks, composing, contrast, rendering
from .models import Letter, LetterText
from .queries import letters as queries
from .queries import subscribers
from .services.arranging import settings_of

CLIPPED = 100_000
"""Bytes of HTML above which Gmail cuts a message off."""
LONG_SUBJECT = 60
WHY: dict[str, Any] = {
    "404": gettext_lazy("the page is not there (404)"),
    "410": gettext_lazy("the page is gone (410)"),
    Reason.NAME: gettext_lazy("there is no such site"),
    Reason.UNREACHABLE: gettext_lazy("nobody answers there"),
    Reason.TIMEOUT: gettext_lazy("it takes too long"),
    Reason.CERTIFICATE: gettext_lazy("the site cannot prove who it is"),
    Reason.PRIVATE: gettext_lazy("it is in a private network, where readers cannot come"),
    Reason.REDIRECTS: gettext_lazy("it sends on without end"),
}
"""What `link_checks` kept, in words; other numbers are statuses of HTTP."""


@dataclass(frozen=True)
class Finding:
    """`level` is 'error', 'warning' or 'good'."""

    level: str
    words: str


def of_letter(letter: Letter) -> list[Finding]:
    """All of it: for every language, and for the commons."""
    texts = queries.texts(letter)
    found = [one for text in texts for one in _of_text(text, len(texts) > 1)]
    return [*found, *_of_commons(letter)]


def _of_commons(letter: Letter) -> Iterator[Finding]:
    chosen = list(letter.topics.values_list("pk", flat=True))
    if not subscribers.who_get(letter.commons, chosen).exists():
        yield Finding(
            "warning", _("Nobody is on the list for this letter; it will stand on the web.")
        )
    if not settings_of(letter.commons).postal_address:
        words = _("There is no postal address at the foot. Add it in the settings of the letters.")
        yield Finding("warning", words)


def _of_text(text: LetterText, several: bool) -> Iterator[Finding]:
    for one in (*_subject(text), *_content(text), *_made(text)):
        yield Finding(one.level, f"{text.language}: {one.words}" if several else one.words)


def _subject(text: LetterText) -> Iterator[Finding]:
    if len(text.subject) > LONG_SUBJECT:
        words = _("The subject is longer than %(most)d characters: a phone cuts it off.")
        yield Finding("warning", words % {"most": LONG_SUBJECT})
    if text.subject.isupper() or text.subject.count("!") > 1:
        yield Finding(
            "warning", _("The subject shouts: many mail servers take that for unwanted mail.")
        )
    if not text.preview:
        words = _("There is no line beside the subject; mail programs then show the first words.")
        yield Finding("warning", words)


def _content(text: LetterText) -> Iterator[Finding]:
    if not any(map(blocks.says_something, text.blocks)):
        yield Finding("error", _("The letter is empty."))
        return
    for number, block in enumerate(text.blocks, start=1):
        if block["kind"] == blocks.OBJECT and blocks.content(block, text.language) is None:
            words = _(
                "Block %(number)d shows something that readers cannot see (any more). Remove it."
            )
            yield Finding("error", words % {"number": number})
        if block["kind"] == blocks.PICTURE and not block["file"]:
            yield Finding("error", _("Block %(number)d has no picture.") % {"number": number})
    page = parser.fragment_fromstring(rendering.content(text), create_parent="div")
    yield from _links(page, text)
    yield from _pictures(page)


def _links(page: parser.HtmlElement, text: LetterText) -> Iterator[Finding]:
    for link in page.iter("a"):
        address = link.get("href") or ""
        if not " ".join(link.text_content().split()) and not link.findall(".//img"):
            yield Finding("error", _("A link has no words: %(address)s") % {"address": address})
        if _is_dead(address, text):
            words = _("This address does not exist on this server: %(address)s")
            yield Finding("error", words % {"address": address})
        if any(one in address for one in ("localhost", "127.0.0.1")) and settings.SCHEME == "https":
            yield Finding("error", _("Only you can reach this: %(address)s") % {"address": address})
        if text.links.get(address):
            words = _("%(address)s does not answer: %(why)s")
            why = WHY.get(text.links[address], text.links[address])
            yield Finding("warning", words % {"address": address, "why": why})


def _is_dead(address: str, text: LetterText) -> bool:
    """Whether a path on this server leads nowhere, as far as its form tells."""
    parts = urlsplit(address)
    if (parts.scheme and f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL) or not parts.path:
        return False
    try:
        resolve(parts.path)
    except Resolver404:
        return True
    return False


def _pictures(page: parser.HtmlElement) -> Iterator[Finding]:
    for picture in page.iter("img"):
        if not (picture.get("alt") or "").strip():
            yield Finding("error", _("A picture has no description for who does not see it."))


def _made(text: LetterText) -> Iterator[Finding]:
    """What only the whole mail tells: whether it can be made, how large it is, and how it can be read."""
    if not text.blocks:
        return
    mail = composing.mail_of(text)
    try:
        made = template.made(mail)
    except ValueError as error:
        words = _("This letter cannot be made into a mail: %(why)s")
        yield Finding("error", words % {"why": error})
        return
    size = sum(len(words) for words, _part, _slot in made.body)
    if size > CLIPPED:
        words = _("The letter is %(size)d kB; above 100 kB some mail programs cut it off.")
        yield Finding("warning", words % {"size": size // 1000})
    yield from _faint(html.inlined(mail.html))


def _faint(page: str) -> Iterator[Finding]:
    """As mail programs show it in light and in dark mode."""
    light = _("These words differ too little from what is behind them to be read: %(words)s")
    dark = _(
        "In dark mode these words differ too little from what is behind them to be read: %(words)s"
    )
    for words, shown in ((light, page), (dark, html.darkened(page))):
        for faint in contrast.too_faint(shown):
            yield Finding("warning", words % {"words": faint})
