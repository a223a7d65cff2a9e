"""The order is the one that the points say, reckoned here from the tokens alone, without a database.

Run on SQLite and on PostgreSQL, this holds both to the same first ten.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gemeengoed.core.search import ranking, tokens
from gemeengoed.core.search.expressions import All, Expression, Phrase
from gemeengoed.core.search.parsing import MAX_WORDS
from gemeengoed.core.search.queries import search
from gemeengoed.core.search.ranking import Sought

from .conftest import Shelf

_WORDS = """
de van een plan plannen water waterplan waterplannen gemeente gemeenten besluit besluiten huis
huizen commons common open source kennis kennisbank bank goed goederen gemeenschap
"""
WORDS = _WORDS.split()
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def corpus(shelf: Shelf) -> Shelf:
    chance = random.Random(11)
    for number in range(80):
        for language in ("nl", "en")[: chance.choice((1, 1, 2))]:
            text = " ".join(chance.choices(WORDS, k=chance.randrange(2, 40)))
            when = BEGIN + timedelta(days=chance.randrange(9)) if chance.random() < 0.7 else None
            shelf.put(
                f"/{number}", " ".join(chance.choices(WORDS, k=2)), text, language, published=when
            )
    return shelf


def holds(expression: Expression, words: list[str], marks: set[str]) -> bool:
    if isinstance(expression, Phrase):
        length = len(expression.tokens)
        at = any(tuple(words[i : i + length]) == expression.tokens for i in range(len(words)))
        return at or (length == 1 and expression.tokens[0] in marks)
    if isinstance(expression, All):
        return all(holds(part, words, marks) for part in expression.parts) and not any(
            holds(part, words, marks) for part in expression.without
        )
    return any(holds(part, words, marks) for part in expression.parts)


def rank_of(sought: list[Sought], here: set[str], *, loosely: bool) -> tuple[int, int]:
    """Tier (3 the best) and points of an entry with the tokens `here`, said once more, by words."""
    points = 0
    for one in sought:
        points += 8 * (f"t_{one.word}" in here)
        points += 2 * any(f"t_{stem}" in here for stem in one.stems)
        points += any(f"f_{token}" in here for token in one.tokens)
        for other in one.instead:
            points += 2 * any(f"t_{token}" in here for token in other.tokens)
            points += any(token in here for token in other.tokens)
        points += 4 * (loosely and any(token in here for token in one.tokens))
    if loosely or not all(any(token in here for token in one.tokens) for one in sought):
        return 0, points
    if not all(one.word in here for one in sought):
        return 1, points
    return 2 + all(f"t_{one.word}" in here or f"f_{one.word}" in here for one in sought), points


def reckoned(shelf: Shelf, found: Expression, sought: list[Sought], *, loosely: bool) -> list[str]:
    """Addresses in the order of tier, points, newest and address."""
    best = []
    for uri, entries in shelf.leaflets.items():
        ranks = []
        for entry in entries:
            made = tokens.make(entry.title, entry.text, entry.language, ["a_public"])
            here = {*made.words, *made.marks}
            if holds(found, made.words, set(made.marks)):
                ranks.append(rank_of(sought, here, loosely=loosely))
        if ranks:
            tier, points = max(ranks)
            dates = [entry.published.timestamp() for entry in entries if entry.published]
            best.append((-tier, -points, -max(dates, default=0.0), uri))
    return [uri for *_rank, uri in sorted(best)]


QUERIES = [
    "plan", "besluit", "commons", "huis", "goed", "kennis", "water plan", "open source", '"open source"',
    "gemeente -huis", '"de van"', "gemeenschap goed", "bank", "waterplan", "waterplanen", "comon",
]  # fmt: skip


@pytest.mark.parametrize("few", [0, 300])
@pytest.mark.parametrize("query", QUERIES)
def test_order_is_that_of_tiers_and_points(
    corpus: Shelf, query: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[list[str]] = []
    real = ranking.rank

    def watched(frame: All, sought: list[Sought], **more: Any) -> ranking.Ranked:
        loosely = more.get("loosely", False)
        found = ranking.tiers(frame, sought, loosely=loosely)[-1]
        orders.append(reckoned(corpus, found, sought, loosely=loosely))
        return real(frame, sought, **more)

    monkeypatch.setattr("gemeengoed.core.search.queries.rank", watched)
    monkeypatch.setattr(ranking, "FEW", few)
    shown: list[str] = []
    total = search(query, person=None).total
    for page in range(1, total // 7 + 2):
        shown += [hit.uri for hit in search(query, person=None, page=page, per_page=7).items]
    assert total > 0
    assert len(shown) == total
    assert shown in orders


def test_a_tier_is_more_than_all_points() -> None:
    instead = [Sought(word, ["nl_x", "en_x"]) for word in "abc"]
    most = [Sought("x", ["nl_x", "en_x"], [], instead) for _word in range(MAX_WORDS)]
    assert sum(points + ranking.ANY for one in most for points, _e in one.points()) < ranking.TIER


def test_each_tier_holds_the_one_before(corpus: Shelf) -> None:
    sets = ranking.tiers(All(()), [Sought("plan", ["nl_plan"], ["nl_waterplan"])])
    counts = [ranking._count(one) for one in sets]
    assert counts == sorted(counts)
    assert len(set(counts)) == 4
