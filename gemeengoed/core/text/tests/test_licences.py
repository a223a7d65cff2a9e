"""Licences by their SPDX identifiers."""

import pytest
from django.core.exceptions import ValidationError

from gemeengoed.core.text import licences


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
        (" MIT  or Apache-2.0 ", "MIT OR Apache-2.0"),
        ("GPL-3.0-or-later", "GPL-3.0-or-later"),
    ],
)
def test_normal_form(typed: str, expected: str) -> None:
    assert licences.validate(typed) == expected


@pytest.mark.parametrize("licence", licences.COMMON)
def test_common_ones_are_on_the_list(licence: licences.Licence) -> None:
    assert licences.validate(licence.id) == licence.id
    assert licences.describe(licence.id) == licence
    assert licence.url.startswith("https://")


def test_an_unknown_one_names_what_is_near() -> None:
    with pytest.raises(ValidationError, match=r"Do you mean CC-BY-SA-4\.0"):
        licences.validate("CC BY-SA 4.0")


@pytest.mark.parametrize("typed", ["", "x" * 81, "foo)(", "MIT AND", "(" * 80, "qqqqqq", "\x00"])
def test_what_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        licences.validate(typed)


def test_describe_others() -> None:
    assert licences.describe("0BSD").url == "https://spdx.org/licenses/0BSD.html"
    assert licences.describe("MIT OR Apache-2.0").url == ""
