"""Pieces of text: the right place, marks, and never HTML of the text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.search import snippets
from gemeengoed.core.search.snippets import LENGTH, Matcher

WATER = Matcher({"water": 0}, {"nl_water": 0})
FILLER = "Een gewone zin zonder iets. " * 30


def test_shows_where_most_words_are() -> None:
    both = Matcher({"water": 0, "land": 1}, {})
    found = snippets.make(f"Het water. {FILLER} Hier water bij land. {FILLER}", "nl", both)
    assert "<mark>water</mark> bij <mark>land</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_marks_stems_compounds_and_accents() -> None:
    matcher = Matcher({"cafe": 0}, {"nl_huis": 1, "nl_waterplan": 2})
    found = snippets.make("Een café in de huizen, met waterplannen.", "nl", matcher)
    assert re.findall("<mark>(.*?)</mark>", found) == ["café", "huizen", "waterplannen"]


def test_another_language_has_other_stems() -> None:
    assert "<mark>" not in snippets.make("huizen", "en", Matcher({}, {"nl_huis": 0}))


def test_without_anything_found_the_beginning() -> None:
    assert snippets.make("Alleen dit.", "nl", WATER) == "Alleen dit."


@given(
    st.lists(
        st.sampled_from(["water", "<script>", "&amp;", "&", "<mark>", '"', "ß", "\n", " ", "é"])
    )
)
def test_only_marks_are_html(parts: list[str]) -> None:
    found = snippets.make("".join(parts), "nl", WATER)
    assert re.sub(r"</?mark>", "", found).count("<") == 0
    assert found.count("<mark>") == found.count("</mark>")
    assert all(m.startswith("water") for m in re.findall("<mark>(.*?)</mark>", found))


@given(st.text(max_size=2000))
def test_length_is_bounded(text: str) -> None:
    plain = re.sub(r"<.*?>|&\w+;|&#\w+;", "x", snippets.make(text, "nl", WATER))
    assert len(plain) <= LENGTH + 10
