"""Names, dates and numbers as people type them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.sources import dates, details, identifiers, names


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ostrom, Elinor", [{"family": "Ostrom", "given": "Elinor"}]),
        ("Commons Network", [{"literal": "Commons Network"}]),
        ("{Ministerie van Landbouw, Natuur}", [{"literal": "Ministerie van Landbouw, Natuur"}]),
        ("Hess, Charlotte (eds.)", [{"family": "Hess", "given": "Charlotte", "role": "editor"}]),
        ("Hess, Charlotte (red.); CBS", [
            {"family": "Hess", "given": "Charlotte", "role": "editor"}, {"literal": "CBS"},
        ]),
        ("\n a, \n;;", [{"literal": "a"}]),
        ("", []),
    ],
)  # fmt: skip
def test_names(typed: str, read: list[names.Name]) -> None:
    assert names.parse(typed) == read


@given(st.text(max_size=80))
def test_names_typed_again_are_the_same(text: str) -> None:
    read = names.parse(text)
    assert names.parse(names.typed(read)) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1990", [[1990]]),
        ("2023-07", [[2023, 7]]),
        ("2023-07-07", [[2023, 7, 7]]),
        ("7 juli 2023", [[2023, 7, 7]]),
        ("July 7, 2023", [[2023, 7, 7]]),
        ("mrt. 2024", [[2024, 3]]),
        ("2019–2021", [[2019], [2021]]),
        ("2019-2021", [[2019], [2021]]),
        ("2019-01/2019-03", [[2019, 1], [2019, 3]]),
        ("mei 2019 tot juni 2020", [[2019, 5], [2020, 6]]),
        ("", []),
        ("2023-02-30", None),
        ("2021–2019", None),
        ("voorjaar", None),
        ("99999", None),
        ("1–2–3", None),
    ],
)
def test_dates(typed: str, read: dates.Parts | None) -> None:
    assert dates.parse(typed) == read
    if read:
        assert dates.parse(dates.from_parts(read)) == read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("978-0-521-40599-7", "9780521405997"),
        ("ISBN: 0 521 40599 8", "0521405998"),
        ("080442957x", "080442957X"),
        ("", ""),
    ],
)
def test_an_isbn_is_kept_as_its_digits(typed: str, kept: str) -> None:
    assert identifiers.isbn(typed) == kept


@pytest.mark.parametrize("typed", ["9780521405998", "0521405999", "123", "978052140599X", "٩٧٨"])
def test_a_mistyped_isbn_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        identifiers.isbn(typed)


@given(st.integers(0, 10**9 - 1), st.integers(0, 12))
def test_a_mistyped_digit_of_an_isbn_is_always_seen(number: int, place: int) -> None:
    digits = f"978{number:09}"
    right = digits + identifiers._check_13(digits)
    assert identifiers.isbn(right) == right
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    with pytest.raises(ValidationError):
        identifiers.isbn(wrong)


@pytest.mark.parametrize(
    ("typed", "kept", "leads"),
    [
        ("CELEX 32022R1925", "32022R1925", "eur-lex.europa.eu"),
        ("bwbr0005537", "BWBR0005537", "https://wetten.overheid.nl/BWBR0005537"),
        ("ECLI:NL:HR:2020:1", "ECLI:NL:HR:2020:1", "rechtspraak.nl"),
        ("ECLI:EU:C:1964:66", "ECLI:EU:C:1964:66", "eur-lex.europa.eu"),
        (
            "http://data.europa.eu/eli/reg/2022/1925/oj",
            "eli/reg/2022/1925/oj",
            "data.europa.eu/eli",
        ),
        ("KST-26643-1057", "kst-26643-1057", "zoek.officielebekendmakingen.nl/kst-26643-1057.html"),
    ],
)
def test_numbers_of_laws(typed: str, kept: str, leads: str) -> None:
    assert identifiers.law(typed) == kept
    assert leads in identifiers.law_address(kept)


def test_a_doi_is_kept_without_its_resolver() -> None:
    assert identifiers.doi("https://doi.org/10.1126/science.162.3859.1243.") == (
        "10.1126/science.162.3859.1243"
    )


def test_every_problem_is_told_by_its_field() -> None:
    typed = {
        "title": " ", "date": "ooit", "url": "javascript:alert(1)", "doi": "x", "isbn": "x",
        "law": "x", "language": "geen taal", "publisher": "p" * 201, "authors": "x\n" * 51,
    }  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        details.tidied(typed)
    assert set(refused.value.message_dict) == set(typed)


def test_an_address_without_a_scheme_gets_one() -> None:
    assert details.tidied({"title": "x", "url": "example.org/a"})["url"] == "https://example.org/a"
