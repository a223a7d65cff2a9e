"""Merging: nothing is lost, what touches is told, and it comes in time."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.text import differences
from gemeengoed.core.text.merging import Agreed, Conflict, decided, merge
from gemeengoed.core.text.tests.prose import MERGES

TEXTS = st.lists(
    st.sampled_from(["een", "plan", "van", "ons", " ", " ", "\n", "\n\n", ".", "é", "- "]),
    max_size=40,
).map("".join)
# A base of words that are all different, and edits that replace, remove or add words of their own.
BASE = [f"w{number}" for number in range(60)]
EDITS = st.lists(
    st.tuples(st.integers(0, 59), st.sampled_from(["replace", "remove", "add"])), max_size=8
)


def edited(edits: list[tuple[int, str]], mark: str) -> str:
    words: list[list[str]] = [[word] for word in BASE]
    for number, (place, kind) in enumerate(edits):
        new = f"{mark}{number}"
        words[place] = {"replace": [new], "remove": [], "add": [*words[place], new]}[kind]
    return " ".join(word for place in words for word in place)


def counted(text: str) -> Counter[str]:
    return Counter(text.split())


@settings(max_examples=300, deadline=None)
@given(EDITS, EDITS)
def test_a_merge_loses_no_words(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    base, mine, theirs = " ".join(BASE), edited(one, "m"), edited(other, "t")
    merged = merge(base, mine, theirs)
    kept = counted(
        " ".join(
            piece.text if isinstance(piece, Agreed) else f" {piece.mine} {piece.theirs} "
            for piece in merged.pieces
        )
    )
    added = (counted(mine) - counted(base)) + (counted(theirs) - counted(base))
    assert not added - kept
    assert not (counted(base) & counted(mine) & counted(theirs)) - kept
    if merged.clean:
        expected = counted(base) & counted(mine) & counted(theirs)
        assert counted(merged.text()) == expected + added


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_pieces_spell_each_side(base: str, mine: str, theirs: str) -> None:
    """Without the other's changes a side is itself, and the sides can be exchanged."""
    assert merge(base, mine, base).text() == mine
    assert merge(base, base, theirs).text() == theirs
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(c.mine, c.theirs) for c in one.conflicts] == [
        (c.theirs, c.mine) for c in other.conflicts
    ]
    assert not one.clean or one.text() == other.text()


@pytest.mark.parametrize("name", MERGES)
def test_edits_as_people_make_them(name: str) -> None:
    base, mine, theirs, expected = MERGES[name]
    merged = merge(base, mine, theirs)
    assert merged.clean is (expected is not None)
    if expected is not None:
        assert merged.text() == expected


def test_choices() -> None:
    merged = merge("Een twee. Drie vier. Vijf", "Een 2. Drie vier. Zes", "Een ii. Drie vier. Zeven")
    assert merged.conflicts == [Conflict("twee", "2", "ii"), Conflict("Vijf", "Zes", "Zeven")]
    assert merged.text() == "Een 2. Drie vier. Zes"
    assert merged.text({0: "theirs", 1: "both"}) == "Een ii. Drie vier. Zes Zeven"


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("a", "b", "a b"),
        ("a", "", "a"),
        ("- a\n", "- b\n", "- a\n- b\n"),
        ("a\nb", "c", "a\nb\n\nc"),
    ],
)
def test_both_are_kept_apart(mine: str, theirs: str, both: str) -> None:
    assert decided(Conflict("", mine, theirs), "both") == both


def test_large_texts_come_in_time() -> None:
    base = " ".join(f"w{number * 7919 % 100_003}" for number in range(50_000))
    mine = " ".join(f"w{number * 104_729 % 100_003}" for number in range(50_000))
    theirs = "a b " * 60_000
    began = time.thread_time()
    merge(base, mine, theirs)
    merge("\n".join(base.split()), "\n".join(mine.split()), "\n".join(theirs.split()))
    assert time.thread_time() - began < 12 * differences.SECONDS
