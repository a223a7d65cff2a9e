"""Differences: they spell both texts, read well, and come in time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.text import differences
from gemeengoed.core.text.differences import Change, compare
from gemeengoed.core.text.tests.prose import DIFFERENCES

TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(["een", "plan", "van", " ", "\n", ".", "é", "\ue000", "\U000f0000"])
    ).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_applying_them_gives_the_other_text(old: str, new: str) -> None:
    changes = compare(old, new)
    assert "".join(c.text for c in changes if c.kind != "added") == old
    assert "".join(c.text for c in changes if c.kind != "removed") == new
    assert all(change.text for change in changes)


def test_by_word() -> None:
    assert compare("Wij maken een plan.", "Wij maken geen groot plan.") == [
        Change("same", "Wij maken "),
        Change("removed", "een"),
        Change("added", "geen groot"),
        Change("same", " plan."),
    ]


def test_equal_and_empty() -> None:
    assert compare("", "") == []
    assert compare("a", "a") == [Change("same", "a")]
    assert compare("", "a") == [Change("added", "a")]
    assert compare("a", "") == [Change("removed", "a")]


def test_html_is_escaped_and_says_it_in_words() -> None:
    found = differences.as_html(compare("een <b>", "een <i>"))
    assert "<b>" not in found
    assert '<del><span class="visually-hidden">Removed: </span>b</del>' in found
    assert '<ins><span class="visually-hidden">Added: </span>i</ins>' in found


def _seconds(old: str, new: str) -> float:
    began = time.thread_time()
    changes = compare(old, new)
    assert "".join(c.text for c in changes if c.kind != "added") == old
    assert "".join(c.text for c in changes if c.kind != "removed") == new
    return time.thread_time() - began


def test_large_texts_come_in_time() -> None:
    words = " ".join(f"w{number * 7919 % 100_003}" for number in range(100_000))
    backwards = " ".join(f"w{number * 104_729 % 100_003}" for number in range(100_000))
    assert _seconds(words, backwards) < 5
    assert _seconds("a b " * 25_000, "b a c " * 20_000) < 5
    assert (
        _seconds("\n".join(map(str, range(150_000))), "\n".join(map(str, range(150_000, 1, -1))))
        < 5
    )


@pytest.mark.parametrize("name", DIFFERENCES)
def test_reads_well(name: str) -> None:
    old, new, expected = DIFFERENCES[name]
    marks = {"same": "%s", "removed": "[-%s-]", "added": "{+%s+}"}
    assert "".join(marks[c.kind] % c.text for c in compare(old, new)) == expected
