"""Words that look alike, compounds and their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.search import vocabulary

from .conftest import Shelf

LETTERS = st.text(alphabet="abc", max_size=7)


def plain_distance(one: str, other: str) -> int:
    """Optimal string alignment, written from its definition."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        plain_distance(one[:-1], other) + 1,
        plain_distance(one, other[:-1]) + 1,
        plain_distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if one[-2:] == other[-2:][::-1] and len(one) > 1 and len(other) > 1:
        best = min(best, plain_distance(one[:-2], other[:-2]) + 1)
    return best


@given(st.text(alphabet="ab", max_size=5), st.text(alphabet="abc", max_size=5), st.integers(0, 4))
def test_distance(one: str, other: str, most: int) -> None:
    assert vocabulary.distance(one, other, most) == min(plain_distance(one, other), most + 1)


@given(LETTERS, LETTERS)
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert vocabulary.distance(one, other, 9) == vocabulary.distance(other, one, 9)


@pytest.fixture
def words(shelf: Shelf) -> Shelf:
    shelf.put("/1", "Kennisbank", "De kennisbanken van de waterschappen.")
    shelf.put("/2", "Bank", "Een bank met kennis en water, voor alle kinderen van de stad.")
    shelf.put("/3", "Bank", "Schappen vol. De stadsbank, de kinderkamer, een kamer.")
    shelf.put("/4", "Waterbed", "Some English: the bankrupt network of the house.", "en")
    return shelf


def test_alike_gives_the_nearest_and_commonest(words: Shelf) -> None:
    assert vocabulary.alike("kenis") == [("kennis", 1)]
    assert vocabulary.alike("kenisbnk") == [("kennisbank", 1), ("kennisbanken", 1)]
    assert [word for word, _entries in vocabulary.alike("watre")] == ["water"]
    assert vocabulary.alike("zeppelin") == []
    assert vocabulary.alike("abc") == vocabulary.alike("20255") == []


def test_compounds_begin_or_end_with_the_word_and_the_rest_is_known(words: Shelf) -> None:
    found = vocabulary.compounds(["bank", "water", "stad", "kennis"])
    assert set(found["bank"]) == {"kennisbank", "stadsbank"}
    assert set(found["water"]) == {"waterschap"}
    assert found["stad"] == ["stadsbank"]
    assert found["kennis"] == ["kennisbank"]
    assert vocabulary.compounds([]) == {}


def test_parts_with_and_without_a_joint(words: Shelf) -> None:
    assert vocabulary.parts("waterbank") == ["water", "bank"]
    assert vocabulary.parts("stadskennis") == ["stad", "kennis"]
    assert vocabulary.parts("bankzitter") == []
    assert vocabulary.parts("bank") == []
