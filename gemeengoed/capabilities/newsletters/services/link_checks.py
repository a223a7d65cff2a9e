"""Whether the addresses in a letter answer, asked in the background of at most 40 of them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import html as parser

from gemeengoed.core.fetching.model import FetchError, Reason
from gemeengoed.core.fetching.waiting import fetch
from gemeengoed.core.jobs import job, wake

from .. import rendering
from ..models import Letter, LetterText

MOST = 40
SECONDS = 5.0
ANYTHING = ("*/*",)
ENOUGH = 2_000_000
"""Bytes: a longer page was there all the same."""


def ask(letter: Letter) -> None:
    """Has the addresses looked at; the page of the letter tells of those that do not answer."""
    if not letter.texts.exists():
        raise ValidationError(_("The letter is empty."))
    for pk in letter.texts.values_list("pk", flat=True):
        wake(look, pk)


@job
def look(pk: int) -> None:
    text = LetterText.objects.select_related("letter__commons__actor").filter(pk=pk).first()
    if text is None:
        return
    found = {address: _why(address) for address in _addresses(text)}
    LetterText.objects.filter(pk=pk, edition=text.edition).update(links=found)


def _addresses(text: LetterText) -> list[str]:
    page = parser.fragment_fromstring(rendering.content(text), create_parent="div")
    links = dict.fromkeys(link.get("href") or "" for link in page.iter("a"))
    own = urlsplit(settings.BASE_URL).netloc
    others = [
        one
        for one in links
        if one.startswith(("http://", "https://")) and urlsplit(one).netloc != own
    ]
    return others[:MOST]


def _why(address: str) -> str:
    """Why it does not answer; empty when it does."""
    try:
        fetch(address, accept=ANYTHING, limit=ENOUGH, seconds=SECONDS)
    except FetchError as error:
        if error.reason == Reason.TOO_LARGE:
            return ""
        return str(error.status or error.reason)
    return ""
