"""A remark stays with its passage through edits around it, and says so when the passage is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.discussion.anchoring import find, passage

POLDER = [
    "De polder en het dorp",
    (
        "Wie land deelt met anderen, deelt ook het water dat erover stroomt. Daarom "
        "kiezen de boeren elk jaar een dijkgraaf uit hun midden."
    ),
    (
        "De dijkgraaf kijkt of de sloten schoon zijn. Wie zijn sloot laat dichtgroeien, "
        "krijgt eerst een brief en daarna pas een boete."
    ),
    "Ja.",
    "Nee.",
    "Ja.",
    (
        "Vroeger stond hier een molen die met zes andere het water van de ene boezem in "
        "de andere maalde, tot het stoomgemaal kwam."
    ),
    "Gereedschap",
    (
        "Een schop, een zeis en een hooivork hangen in de schuur van de buurtvereniging, "
        "en iedereen mag ze lenen."
    ),
    (
        "Besluiten neemt de vergadering met gewone meerderheid, behalve over grond: "
        "daarvoor moeten twee op de drie leden vóór zijn."
    ),
]


def where(new: list[str], *numbers: int) -> list[int | None]:
    return find([passage(POLDER, number) for number in numbers], new)


def test_an_unchanged_text_keeps_every_block() -> None:
    every = range(1, len(POLDER) + 1)
    assert where(POLDER, *every) == list(every)


def test_a_block_put_before_moves_the_rest() -> None:
    new = [*POLDER[:1], "Een geheel nieuwe inleiding over heel andere dingen.", *POLDER[1:]]
    assert where(new, 1, 2, 3, 10) == [1, 3, 4, 11]


def test_a_block_put_away_is_gone_and_the_rest_stays() -> None:
    new = POLDER[:2] + POLDER[3:]
    assert where(new, 2, 3, 7) == [2, None, 6]


def test_blocks_of_the_same_words_are_told_apart_by_their_neighbours() -> None:
    new = ["Ja.", *POLDER]
    assert where(new, 4, 6) == [5, 7]
    assert where([*POLDER[:3], *POLDER[4:]], 6) == [5]


def test_a_lightly_reworded_block_is_found() -> None:
    new = list(POLDER)
    new[2] = (
        "De dijkgraaf controleert of alle sloten schoon zijn. Wie zijn sloot laat dichtgroeien, "
        "krijgt eerst een vriendelijke brief en pas later een boete."
    )
    assert where(new, 3) == [3]


def test_many_small_edits_in_a_row_are_followed() -> None:
    text, number = list(POLDER), 2
    for old, becomes in [
        ("land", "grond"),
        ("anderen", "buren"),
        ("stroomt", "loopt"),
        ("boeren", "mensen"),
        ("elk jaar", "om de twee jaar"),
        ("dijkgraaf", "voorzitter"),
        ("midden", "kring"),
        ("Daarom", "Dus"),
    ]:
        new = ["Nog een blok erbij.", *text]
        new[number] = new[number].replace(old, becomes)
        (found,) = find([passage(text, number)], new)
        assert found == number + 1
        text, number = new, found


def test_a_divided_block_is_found_in_its_larger_part() -> None:
    first, _end, second = POLDER[2].partition(". ")
    new = [*POLDER[:2], first + ".", second, *POLDER[3:]]
    assert where(new, 3) == [4]
    assert where(new, 4) == [5]


def test_joined_blocks_are_both_found_in_the_whole() -> None:
    new = [*POLDER[:1], f"{POLDER[1]} {POLDER[2]}", *POLDER[3:]]
    assert where(new, 2, 3) == [2, 2]


def test_a_moved_block_is_found_where_it_went() -> None:
    new = [*POLDER[:6], *POLDER[7:], POLDER[6]]
    assert where(new, 7, 8) == [10, 7]


def test_a_moved_and_reworded_block_is_found() -> None:
    new = [
        POLDER[8].replace("iedereen mag ze lenen", "elk lid mag ze gebruiken"),
        *POLDER[:8],
        POLDER[9],
    ]
    assert where(new, 9) == [1]


def test_a_wholly_rewritten_block_is_gone() -> None:
    new = list(POLDER)
    new[8] = "Over machines spreken we een andere keer."
    assert where(new, 9) == [None]


def test_small_words_alone_do_not_make_two_passages_alike() -> None:
    new = ["De man en de vrouw en het kind zijn in de stad, want het is er van de week markt."]
    assert where(new, 2, 3, 7, 9) == [None] * 4


def test_scripts_without_blanks_are_followed_too() -> None:
    old = [
        "土地を分かち合う人は、その上を流れる水も分かち合う。",
        "だから農民は毎年、仲間から堤防の長を選ぶ。",
    ]
    new = ["はじめに", old[0], old[1].replace("毎年", "二年ごとに")]
    assert find([passage(old, 1), passage(old, 2)], new) == [2, 3]


@pytest.mark.parametrize("new", [[], [""], ["", ""], ["…", "!!!"]])
def test_without_words_everything_is_gone(new: list[str]) -> None:
    assert where(new, 1, 4) == [None, None]


WORDS = st.lists(
    st.sampled_from(["de", "het", "een", "polder", "dijk", "water", "Ja.", "水", "…", "é_x"]),
    max_size=12,
)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=12)


@given(TEXTS, TEXTS, st.data())
def test_any_passage_has_one_place_at_most_and_it_is_in_the_text(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    numbers = data.draw(st.lists(st.integers(1, len(old)), max_size=6))
    found = find([passage(old, number) for number in numbers], new)
    assert len(found) == len(numbers)
    assert all(one is None or 1 <= one <= len(new) for one in found)


@given(st.lists(st.text(), min_size=1, max_size=8), st.lists(st.text(), max_size=8))
def test_no_text_makes_it_fail(old: list[str], new: list[str]) -> None:
    found = find([passage(old, number) for number in range(1, len(old) + 1)], new)
    assert all(one is None or 1 <= one <= len(new) for one in found)


@given(TEXTS, st.data())
def test_whatever_is_put_in_between_words_that_are_there_once_stay_found(
    old: list[str], data: st.DataObject
) -> None:
    unique = [*old, "een zin die nergens anders staat"]
    at = data.draw(st.integers(0, len(unique)))
    new = [*unique[:at], "iets nieuws", *unique[at:]]
    (found,) = find([passage(unique, len(unique))], new)
    assert found is not None
    assert new[found - 1] == unique[-1]
