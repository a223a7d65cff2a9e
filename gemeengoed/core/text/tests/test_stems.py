"""Folding, stems, and what snowball must not make of Dutch."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.text import stems


def test_words_are_folded() -> None:
    assert stems.words("Één café, foto's & ŁÓDŹ naïef_ding e\u0301e\u0301n") == [
        "een", "cafe", "fotos", "lodz", "naief", "ding", "een",
    ]  # fmt: skip


def test_each_sign_of_a_script_without_spaces_is_a_word() -> None:
    assert stems.words("公共の財") == ["公", "共", "の", "財"]


@pytest.mark.parametrize(
    "same",
    [
        ["goed", "goederen"],
        ["gemeenschapsgoed", "gemeenschapsgoederen"],
        ["gemeente", "gemeenten"],
        ["gemeenschap", "gemeenschappen"],
        ["overheid", "overheden"],
        ["huis", "huizen"],
        ["besluit", "besluiten"],
        ["afspraak", "afspraken"],
        ["kind", "kinderen"],
    ],
)
def test_dutch_forms_share_a_stem(same: list[str]) -> None:
    assert len({stems.stem(word, "nl-NL") for word in same}) == 1


def test_different_dutch_words_do_not() -> None:
    assert stems.stem("overheid", "nl") != stems.stem("over", "nl")
    assert stems.stem("gemeente", "nl").startswith("gemeen")


def test_english_and_others() -> None:
    assert stems.terms("Commons belong", "en") == ["common", "belong"]
    assert stems.terms("Gemeingüter gehören", "de") == ["gemeinguter", "gehoren"]


@given(st.text(max_size=80))
def test_words_hold_letters_and_digits_only(text: str) -> None:
    for word, start, end in stems.places(text):
        assert word.isalnum()
        assert word == word.lower()
        assert len(word) <= stems.MAX_LENGTH
        assert 0 <= start < end <= len(text)


def test_threads_do_not_disturb_one_another() -> None:
    words = [
        f"{start}{end}" for start in ("huiz", "werk", "lop", "deel") for end in ("en", "t", "ing")
    ] * 50
    expected = [stems._dutch(word) for word in words]
    with ThreadPoolExecutor(4) as pool:
        assert all(
            found == expected
            for found in pool.map(lambda _n: [stems._dutch(w) for w in words], range(8))
        )


def test_letters_in_disguise_are_the_plain_letters() -> None:
    assert stems.fold("𝐀𝐩𝐩𝐞𝐥") == stems.fold("Appel") == "appel"
