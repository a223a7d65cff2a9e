"""What somebody typed: words, "words in this order", and -words that must not be there."""

import re
from dataclasses import dataclass, field

from gemeengoed.core.text import stems

MAX_LENGTH = 300
MAX_WORDS = 10
PART = re.compile(
    r'(?P<minus>(?<!\S)[-−])?(?:["“”„](?P<phrase>[^"“”„]*)["“”„]?|(?P<word>[^\s"“”„]+))'
)


@dataclass
class Wanted:
    """Folded words; a phrase and an exclusion are lists of them."""

    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded: list[tuple[str, ...]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def parse(query: str) -> Wanted:
    """`query` read to at most MAX_LENGTH signs and MAX_WORDS words; the rest is left out."""
    wanted, room = Wanted(), MAX_WORDS
    for part in PART.finditer(query[:MAX_LENGTH]):
        phrase = part["phrase"] is not None
        words = tuple(stems.words(part["phrase"] if phrase else part["word"])[:room])
        room -= len(words)
        if words:
            _sort_in(wanted, words, phrase=phrase, minus=bool(part["minus"]))
    wanted.words = list(dict.fromkeys(wanted.words))
    return wanted


def _sort_in(wanted: Wanted, words: tuple[str, ...], *, phrase: bool, minus: bool) -> None:
    if minus:
        wanted.excluded.append(words)
    elif phrase and len(words) > 1:
        wanted.phrases.append(words)
    else:
        wanted.words += words
