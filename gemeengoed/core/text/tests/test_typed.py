"""Words as they come in."""

import pytest
from django.core.exceptions import ValidationError

from gemeengoed.core.text import typed


def test_a_name_is_one_line_without_what_cannot_be_seen() -> None:
    assert typed.line(" Ada\r\nBcc: x\u2028y\u202e \x07z\t ") == "Ada Bcc: x y z"


def test_a_name_keeps_joined_signs_and_other_scripts() -> None:
    assert typed.line("👩‍🔬 نمونه\u200cها") == "👩‍🔬 نمونه\u200cها"


def test_a_text_keeps_its_lines() -> None:
    assert typed.lines("\r\n a\r\nb\rc\x00\td \n") == "a\nb\nc\td"


def test_languages_are_codes_and_ten_at_most() -> None:
    assert typed.by_language({"EN-gb": "x", "nl": " "}, 5) == {"en-gb": "x"}
    for wrong in ({"no code": "x"}, {"": "x"}, {f"aa-{n:02}": "x" for n in range(11)}):
        with pytest.raises(ValidationError):
            typed.by_language(wrong, 5)


def test_too_long_says_how_much_there_may_be() -> None:
    with pytest.raises(ValidationError, match="5"):
        typed.by_language({"nl": "123456"}, 5)
