"""What a writer hears of a text: how long it is and how easily it reads, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gemeengoed.core.text import readability
from gemeengoed.core.text.readability import Readability

WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Readings:
    """`figures` and the long sentences, for a page; `read` has the text with its marks."""

    figures: list[str]
    read: Readability


def of(html: str, words: int, language: str) -> Readings:
    """Of a rendered text of so many words."""
    read = readability.measure(html, language)
    return Readings(figures(words, minutes(words), read), read)


def minutes(words: int) -> int:
    """Reading time, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def figures(words: int, time: int, read: Readability) -> list[str]:
    """'812 words', '4 minutes to read', 'easy to read (69 of 100)'; the last where there is a figure."""
    told = [
        ngettext("%(number)d word", "%(number)d words", words) % {"number": words},
        ngettext("%(number)d minute to read", "%(number)d minutes to read", time)
        % {"number": time},
    ]
    if read.score is not None:
        told.append(_("%(word)s (%(score)d of 100)") % {"word": read.word, "score": read.score})
    return told


def attention(places: int) -> str:
    """How many places deserve a look."""
    return ngettext("%(number)d place to look at", "%(number)d places to look at", places) % {
        "number": places
    }
