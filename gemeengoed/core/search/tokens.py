"""From an entry to the tokens that the stores keep.

Words stand in order, for phrases. Marks are tokens with an underscore, which no word has:
`nl_huis` a stem, `t_…` a word or stem of the title, `f_…` one that is frequent in the text,
`a_…` who may see the entry, `c_…` the commons it belongs to.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gemeengoed.core.registry import Audience
from gemeengoed.core.text import stems

# What lies further in a text is not found by its words. PostgreSQL keeps positions up to 16,383 and
# a megabyte in all (section 12.11); both databases get the same.
MAX_WORDS = 16_000
MAX_LETTERS = 250_000
TITLE, FREQUENT = "t", "f"
# At least so often, and once in so many words, is frequent.
OFTEN, PER_WORDS = 3, 200


@dataclass(frozen=True)
class Tokens:
    """`words` has an empty string where a phrase must not go on."""

    words: list[str]
    marks: list[str]


def make(title: str, text: str, language: str, scope: Sequence[str]) -> Tokens:
    heads = stems.words(title)
    body = _bounded(stems.words(text))
    counts = Counter(heads + body)
    frequent = _frequent(counts, len(body))
    kind = stems.base(language)
    marks = [
        *scope,
        *(f"{TITLE}_{word}" for word in set(heads)),
        *(f"{FREQUENT}_{word}" for word in frequent),
        *_stems(counts, kind),
        *(f"{TITLE}_{mark}" for mark in _stems(heads, kind)),
        *(f"{FREQUENT}_{mark}" for mark in _frequent_stems(counts, kind, len(body))),
    ]
    return Tokens([*heads, "", *body], sorted(set(marks)))


def _bounded(words: list[str]) -> list[str]:
    letters = 0
    for index, word in enumerate(words[:MAX_WORDS]):
        letters += len(word)
        if letters > MAX_LETTERS:
            return words[:index]
    return words[:MAX_WORDS]


def _frequent(counts: Counter[str], length: int) -> list[str]:
    least = max(OFTEN, length // PER_WORDS)
    return [word for word, count in counts.items() if count >= least]


def _frequent_stems(counts: Counter[str], kind: str, length: int) -> list[str]:
    together: Counter[str] = Counter()
    for word, count in counts.items():
        for mark in stem_marks(word, [kind]):
            together[mark] += count
    return _frequent(together, length)


def _stems(words: Iterable[str], kind: str) -> set[str]:
    return {mark for word in words for mark in stem_marks(word, [kind])}


def stem_marks(word: str, kinds: Iterable[str]) -> list[str]:
    """The marks under which `word` is known in languages that are stemmed."""
    return [f"{kind}_{stems.stem(word, kind)}" for kind in kinds if kind in stems.ALGORITHMS]


def seen_by(audience: str, commons: int | None) -> str:
    """The mark of those who may see an entry: everybody, or an audience in one commons."""
    return "a_public" if audience == Audience.PUBLIC else f"a_{commons}_{audience}"


def in_commons(commons: int) -> str:
    return f"c_{commons}"
