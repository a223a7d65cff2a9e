"""A piece of the text around what was found, with marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gemeengoed.core.text import stems

from .tokens import stem_marks

LENGTH = 240
BEFORE = 60
SHOWN = LENGTH - BEFORE
MOST_PLACES = 60
MANY_STARTS, SHORT_START = 12, 4
# Letters as somebody may have written them, where the index has the bare one.
ACCENTS = {
    "a": "aàáâãäåæ", "c": "cç", "d": "dđ", "e": "eèéêë", "i": "iìíîïı", "l": "lł", "n": "nñ",
    "o": "oòóôõöøœ", "s": "sšß", "u": "uùúûü", "y": "yýÿ", "z": "zž",
}  # fmt: skip


class Place(NamedTuple):
    """From `start` to `end` stands what was asked with the word `number` of the question."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Matcher:
    """What counts as found: words, and words with a stem ('nl_huis'), each with the number of the word of
    the question that it stands for."""

    words: dict[str, int]
    marks: dict[str, int]

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """Finds words that may be meant by their first letters, fast; `found` decides."""
        starts = {_start_of(word) for word in self.words}
        starts |= {_start_of(mark.partition("_")[2]) for mark in self.marks}
        if len(starts) > MANY_STARTS:
            starts = {start[:SHORT_START] for start in starts}
        either = "|".join(map(_with_accents, sorted(starts))) or r"(?!)"
        return re.compile(rf"(?<![^\W_])(?:{either})[^\W_]*", re.IGNORECASE)

    @cached_property
    def asked(self) -> int:
        """How many words the question has."""
        return len({*self.words.values(), *self.marks.values()})

    def places(self, text: str, language: str) -> list[Place]:
        """Where in `text` something was found: until a stretch has all, or MOST_PLACES."""
        places: list[Place] = []
        last, known = len(text), dict[str, int]()
        for match in self.beginning.finditer(text):
            number = known.get(match[0])
            if number is None:
                number = known[match[0]] = self.found(match[0], language)
            if match.start() > last or len(places) == MOST_PLACES:
                break
            if number >= 0:
                places.append(Place(match.start(), match.end(), number))
                if last == len(text) and _different(places, match.end() - SHOWN) == self.asked:
                    last = match.end() + LENGTH
        return places

    def found(self, word: str, language: str) -> int:
        """The number of the word of the question that `word` stands for, or -1."""
        folded = stems.fold(word)
        if folded in self.words:
            return self.words[folded]
        marks = stem_marks(folded, [stems.base(language)])
        return self.marks.get(marks[0], -1) if marks else -1


def _different(places: Sequence[Place], start: int) -> int:
    return len({place.number for place in places if place.start >= start})


def _start_of(stem: str) -> str:
    """The letters that a word with this stem begins with: Dutch changes the last two (huis, huizen)."""
    return stem[: max(2, min(8, len(stem) - 2))]


def _with_accents(start: str) -> str:
    return "".join(f"[{ACCENTS[sign]}]" if sign in ACCENTS else re.escape(sign) for sign in start)


def make(text: str, language: str, matcher: Matcher) -> SafeString:
    """About LENGTH signs of `text` where most different words of `matcher` stand, as safe HTML."""
    places = matcher.places(text, language)
    start = _start(text, _densest(places))
    end = _end(text, start + LENGTH)
    inside = [place for place in places if place.start >= start and place.end <= end]
    before, after = "… " if start else "", " …" if end < len(text.rstrip()) else ""
    return format_html("{}{}{}", before, _marked(text, start, end, inside), after)


def _densest(places: Sequence[Place]) -> int:
    """Where the stretch begins that has most different words; the earliest of equals."""
    best, most = 0, 0
    for index, place in enumerate(places):
        different = len({o.number for o in places[index:] if o.start < place.start + SHOWN})
        if different > most:
            best, most = place.start, different
    return best


def _start(text: str, place: int) -> int:
    """The beginning of a sentence or word, shortly before `place`."""
    if place <= BEFORE:
        return 0
    earliest = place - BEFORE
    ends = [match.end() for match in re.finditer(r"[.!?:]\s+|\n+", text[earliest:place])]
    if ends:
        return earliest + ends[-1]
    space = re.search(r"\s+", text[earliest:place])
    return earliest + space.end() if space else earliest


def _end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place))
    return space if space > place - BEFORE else place


def _marked(text: str, start: int, end: int, places: Sequence[Place]) -> SafeString:
    pieces, at = [], start
    for place in places:
        pieces.append(escape(text[at : place.start]))
        pieces.append(format_html("<mark>{}</mark>", text[place.start : place.end]))
        at = place.end
    pieces.append(escape(text[at:end]))
    return mark_safe(" ".join("".join(pieces).split()))  # every piece is escaped above
