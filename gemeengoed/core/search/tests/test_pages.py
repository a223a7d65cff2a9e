"""The page and the API over HTTP."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.search.queries import search

from .conftest import Shelf


@pytest.fixture
def server(shelf: Shelf, make_commons: Callable[..., Commons]) -> Shelf:
    make_commons("werf")
    make_commons("haven")
    shelf.put(
        "/@werf/1", "Molen <b>", "De molen & de <script>alert(1)</script> wiek.", commons="werf"
    )
    shelf.put("/@haven/1", "Molen van de haven", "Draait.", commons="haven")
    return shelf


def page(address: str, language: str = "nl") -> str:
    answer = Client().get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_results_in_the_readers_language(server: Shelf) -> None:
    shown = page("/search/?q=molen")
    assert "2 resultaten" in shown
    assert 'href="/@haven/1"' in shown
    assert "Artikel" in shown or "Article" in shown
    assert "2 results" in page("/search/?q=molen", "en")


def test_text_of_others_is_escaped(server: Shelf) -> None:
    shown = page("/search/?q=molen+<script>")
    assert "<script>" not in shown
    assert 'value="molen &lt;script&gt;"' in shown
    assert "Molen &lt;b&gt;" in shown
    assert "<mark>molen</mark> &amp; de &lt;<mark>script</mark>&gt;" in shown


def test_of_one_commons_only(server: Shelf) -> None:
    shown = page("/@werf/search/?q=molen")
    assert 'href="/@werf/1"' in shown
    assert 'href="/@haven/1"' not in shown
    assert 'href="/search/?q=molen"' in shown
    assert Client().get("/@nergens/search/?q=molen").status_code == 404


def test_empty_states_give_tips(server: Shelf) -> None:
    assert "Wat zoek je?" in page("/search/")
    assert "Niets gevonden" in page("/search/?q=zeppelin")
    assert "Precies zoeken" in page("/search/?q=zeppelin")


def test_what_was_searched_as_well_is_told(server: Shelf) -> None:
    assert "Er is ook gezocht op <b>molen</b>." in page("/search/?q=mollen")


def test_pages_of_results(server: Shelf) -> None:
    for number in range(25):
        server.put(f"/@werf/plan-{number}", "Plan", "Een plan.", commons="werf")
    assert "?q=plan&amp;page=2" in page("/search/?q=plan")
    assert page("/search/?q=plan&page=2").count("<li>\n    <h2>") == 5
    for odd in ("0", "-1", "x", "9999999999999999999999", "²", ""):
        page(f"/search/?q=plan&page={odd}")


def test_not_for_other_search_engines(server: Shelf) -> None:
    assert '<meta name="robots" content="noindex">' in page("/search/?q=molen")


def test_api(server: Shelf) -> None:
    answer = Client().get("/api/commons/v1/search", {"q": "molen", "per_page": 1})
    assert answer.status_code == 200
    found = answer.json()
    assert found["total"] == 2
    assert len(found["items"]) == 1
    assert set(found["items"][0]) == {
        "uri", "language", "title", "snippet", "kind", "commons", "published",
    }  # fmt: skip
    inside = Client().get("/api/commons/v1/search", {"q": "molen", "commons": "werf"}).json()
    assert [hit["uri"] for hit in inside["items"]] == ["/@werf/1"]
    assert Client().get("/api/commons/v1/search", {"q": "x", "page": 0}).status_code == 422
    assert Client().get("/api/commons/v1/search", {"q": "x", "commons": "no"}).status_code == 404


def test_the_number_of_queries_does_not_grow(
    server: Shelf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        server.put(f"/@werf/plan-{number}", "Plan", "Een plan over water en land.", commons="werf")
    with django_assert_max_num_queries(7):
        assert search("water plan", person=None, per_page=30).total == 30
