"""Which language a reader gets."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.text import languages


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("nl, en;q=0.5", ["nl", "en"]),
        ("en;q=0.5, nl-BE", ["nl-be", "en"]),
        ("de;q=0, *;q=0.1, fr;q=0.2", ["fr"]),
        ("", []),
        ("<script>", []),
    ],
)
def test_accept_language(header: str, expected: list[str]) -> None:
    assert languages.accepted(header) == expected


def test_order_of_wishes() -> None:
    request = RequestFactory().get("/", {"lang": "fy"}, headers={"accept-language": "de, nl"})
    request.instance_language = "nl"
    assert languages.preferred(request) == ["fy", "de", "nl", "en"]


def test_a_tag_that_is_none_is_left_out() -> None:
    request = RequestFactory().get("/", {"lang": "'><script>"})
    assert all("<" not in tag for tag in languages.preferred(request))


@pytest.mark.parametrize(
    ("available", "wanted", "expected"),
    [
        (["nl", "en"], ["nl-BE"], "nl"),
        (["nl-BE", "en"], ["nl"], "nl-BE"),
        (["zh-Hant"], ["zh-Hant-CN-x-private1"], "zh-Hant"),
        (["en"], ["nl"], ""),
        (["nl", "en"], ["de", "en", "nl"], "en"),
    ],
)
def test_lookup(available: list[str], wanted: list[str], expected: str) -> None:
    assert languages.lookup(available, wanted) == expected


def test_best_skips_what_is_empty() -> None:
    assert languages.best({"nl": "", "en": "word"}, ["nl"]) == ("en", "word")
    assert languages.best({"nl": "woord", "en": "word"}, ["nl-NL"]) == ("nl", "woord")
    assert languages.best({}, ["nl"]) == ("", "")


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=3)), st.lists(st.text(max_size=12)))
def test_best_always_answers(values: dict[str, str], preferred: list[str]) -> None:
    language, text = languages.best(values, preferred)
    assert values.get(language, "") == text
    assert bool(text) == any(values.values())
