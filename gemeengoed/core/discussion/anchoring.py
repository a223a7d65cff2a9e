"""Where a passage went: finds the block of a new text that a remark about an old one belongs to.

Only words are needed: those of the passage and of its neighbours, not the whole old text. The same words
come first; of the others the most alike, above a threshold; the neighbours decide ties. A passage that
was divided is found in the part that holds most of it, one that was joined to another in the whole.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

# A word; of scripts without blanks between words one character counts as one.
TOKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
THRESHOLD = 0.5
"""Of 0 to 1; below it a passage is held to be gone."""
LONGEST = 4000
"""Characters of a block that are kept and compared."""
NEARBY = 300
"""Characters of each neighbour that are kept and compared."""
_ENOUGH = 8
"""Features that a short passage needs at least before being found inside a longer one."""
_SHARE = 0.3
"""Of a divided passage that its best part must hold."""


@dataclass(frozen=True)
class Passage:
    """The words of a block and of its neighbours; `number` is where it stood, counted from 1."""

    number: int
    words: str
    before: str = ""
    after: str = ""


def passage(plains: Sequence[str], number: int) -> Passage:
    """Block `number` of a text whose blocks have these words."""
    index = number - 1
    before = plains[index - 1] if index > 0 else ""
    after = plains[index + 1] if index + 1 < len(plains) else ""
    return Passage(number, plains[index][:LONGEST], before[:NEARBY], after[:NEARBY])


def find(passages: Sequence[Passage], plains: Sequence[str]) -> list[int | None]:
    """For each passage the number of its block among those with the words `plains`, or None."""
    text = _Text.of(plains)
    known: dict[Passage, int | None] = {}
    for one in passages:
        if one not in known:
            known[one] = text.find(one)
    return [known[one] for one in passages]


@dataclass
class _Text:
    """The new text, indexed by feature, so that each passage looks only at blocks that share words."""

    bags: list[Counter[str]]
    exact: dict[str, list[int]]
    near: list[Counter[str]]
    holders: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, plains: Sequence[str]) -> "_Text":
        bags = [_features(words[:LONGEST]) for words in plains]
        exact: dict[str, list[int]] = defaultdict(list)
        for index, words in enumerate(plains):
            exact[_plain(words[:LONGEST])].append(index)
        text = cls(bags, exact, [_features(words[:NEARBY]) for words in plains])
        for index, bag in enumerate(bags):
            for feature, times in bag.items():
                text.holders[feature].append((index, times))
        return text

    def find(self, sought: Passage) -> int | None:
        same = self.exact.get(_plain(sought.words), [])
        if same and sought.words.strip():
            return 1 + self._nearest(sought, same)
        scores = self._scores(_features(sought.words))
        if not scores:
            return None
        best = max(
            scores,
            key=lambda index: (
                scores[index] + 0.1 * self._around(sought, index)[0],
                *self._around(sought, index),
            ),
        )
        return 1 + best

    def _nearest(self, sought: Passage, candidates: Sequence[int]) -> int:
        if len(candidates) == 1:
            return candidates[0]
        return max(candidates, key=lambda index: self._around(sought, index))

    def _scores(self, bag: Counter[str]) -> dict[int, float]:
        shared: dict[int, int] = defaultdict(int)
        for feature, count in bag.items():
            for index, times in self.holders.get(feature, ()):
                shared[index] += min(count, times)
        size = bag.total()
        scored = {i: _alike(common, size, self.bags[i].total()) for i, common in shared.items()}
        return {index: score for index, score in scored.items() if score >= THRESHOLD}

    def _around(self, sought: Passage, index: int) -> tuple[float, float]:
        """How well the neighbours fit (0 to 1), then how near it is to where it was."""
        before = self._fits(sought.before, index - 1)
        after = self._fits(sought.after, index + 1)
        return (before + after) / 2, -abs(index + 1 - sought.number)

    def _fits(self, words: str, index: int) -> float:
        inside = 0 <= index < len(self.near)
        if not words or not inside:
            return float(not words and not inside)
        return _dice(_features(words), self.near[index])


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _features(words: str) -> Counter[str]:
    """Words and pairs of words: the pairs tell a sentence from another with the same small words."""
    tokens = TOKEN.findall(words.casefold())
    return Counter(chain(tokens, map(" ".join, pairwise(tokens))))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _alike(common: int, old: int, new: int) -> float:
    """From 0 to 1: alike as wholes, or one within the other."""
    whole = 2 * common / (old + new)
    joined = common / old if old >= _ENOUGH else 0.0
    divided = common / new if new >= _ENOUGH and common >= _SHARE * old else 0.0
    within = max(joined, divided)
    # Held wholly within is nearly as good as the same; of two parts the larger one wins.
    return max(whole, 0.8 * within + 0.2 * whole if within >= 0.7 else 0.0)
