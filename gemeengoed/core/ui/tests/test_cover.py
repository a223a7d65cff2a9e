"""Covers: of their commons, their own, and the same everywhere."""

import hashlib

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gemeengoed.core.ui.cover import cover_svg


def test_a_cover_stays_what_it_is() -> None:
    drawn = cover_svg("werkplaats", part="wat-is-het", number=1)
    assert drawn == cover_svg("werkplaats", part="wat-is-het", number=1)
    assert hashlib.sha256(drawn.encode()).hexdigest()[:12] == "1ee68e769f59"


def test_each_text_has_its_own() -> None:
    drawn = {
        cover_svg(handle, part=part, number=number)
        for handle in ("werf", "veld")
        for part in ("een", "twee")
        for number in (0, 1, 2)
    }
    assert len(drawn) == 12


@given(st.text(max_size=20), st.text(max_size=20), st.integers(0, 99_999), st.text(max_size=20))
def test_whatever_the_names_it_is_a_drawing(
    handle: str, part: str, number: int, title: str
) -> None:
    letters = "".join(letter for letter in title if letter.isprintable())
    root = etree.fromstring(cover_svg(handle, part=part, number=number, title=letters))
    assert root.get("viewBox") == "0 0 240 320"
    assert (root.get("aria-label") or "") == letters


@pytest.mark.django_db
def test_it_has_an_address(set_up: None) -> None:
    answer = Client().get("/@werf/emblem.svg?shape=cover&part=een&number=3")
    assert answer.content.decode() == cover_svg("werf", part="een", number=3)
