"""What is found, and why it stands where it stands."""

from datetime import UTC, datetime

import pytest

from gemeengoed.core.search.queries import Results, search

from .conftest import Shelf


def ask(query: str, *preferred: str, **more: object) -> Results:
    return search(query, person=None, preferred=preferred or ("nl", "en"), **more)


def uris(query: str) -> list[str]:
    return [hit.uri for hit in ask(query).items]


@pytest.fixture
def texts(shelf: Shelf) -> Shelf:
    shelf.put(
        "/a", "Wat zijn gemeenschapsgoederen?", "Digitale gemeenschapsgoederen, zoals Wikipedia."
    )
    shelf.put("/a", "What are commons?", "Digital commons belong to all. Wikipedia is one.", "en")
    shelf.put("/b", "Vervoer", "De goederen gaan over het water, zegt de schipper van het café.")
    shelf.put("/c", "Een gemeenschap", "Hoe een gemeenschap zich verenigt. Linux doet dat ook.")
    shelf.put("/d", "Over de gemeente", "De gemeenten besluiten samen over huizen.")
    return shelf


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("schipper", ["/b"]),
        ("cafe", ["/b"]),
        ("CAFÉ", ["/b"]),
        ("cafe\u0301", ["/b"]),
        ("huis", ["/d"]),
        ("besluit", ["/d"]),
        ("gemeenschappen", ["/c", "/a"]),
        ("goederen", ["/b", "/a"]),
        ("goed", ["/b", "/a"]),
        ("linux verenigt", ["/c"]),
        ("wikipedia -commons", ["/a"]),
        ("gemeenten -huizen", []),
        ('"digital commons"', ["/a"]),
        ('"commons digital"', []),
        ("'); DROP TABLE search_entry; --", []),
        ('" OR " * NEAR(', []),
    ],
)
def test_words(texts: Shelf, query: str, expected: list[str]) -> None:
    assert uris(query)[: len(expected) or 9] == expected


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("gemenschapsgoederen", "gemeenschapsgoederen", "/a"),
        ("gemenschapsgoed", "gemeenschapsgoederen", "/a"),
        ("wikpedia", "wikipedia", "/a"),
        ("digtal comons", "digital commons", "/a"),
        ("shcipper", "schipper", "/b"),
        ("lnux", "linux", "/c"),
    ],
)
def test_slips_of_the_keyboard(texts: Shelf, typed: str, meant: str, first: str) -> None:
    results = ask(typed)
    assert results.did_you_mean == meant
    assert results.items[0].uri == first
    assert "<mark>" in results.items[0].snippet


def test_a_compound_is_found_by_its_parts_and_the_other_way_round(texts: Shelf) -> None:
    assert set(uris("gemeenschapsgoed")) == {"/a", "/b", "/c"}
    assert uris("gemeenschapsgoed")[0] == "/a"
    assert ask("gemeenschapsgoed").did_you_mean == "gemeenschap goed"
    assert set(uris("goederengemeenschap")) == {"/b", "/c"}


def test_what_is_found_well_is_not_widened(shelf: Shelf) -> None:
    for number in range(3):
        shelf.put(f"/{number}", "Waag", "In de waag.")
    for number in range(3, 30):
        shelf.put(f"/{number}", "Vaag", "Een vaag plan.")
    results = ask("waag")
    assert results.total == 3
    assert results.did_you_mean == ""


def test_the_exact_word_comes_first_and_the_title_above_the_text(shelf: Shelf) -> None:
    shelf.put("/stem-text", "Iets", "Over de besluiten.")
    shelf.put("/stem-title", "Besluiten", "Iets anders.")
    shelf.put("/exact-text", "Iets", "Een besluit.")
    shelf.put("/often", "Iets", "Een besluit over een besluit na een besluit.")
    shelf.put("/exact-title", "Het besluit", "Iets anders.")
    assert uris("besluit") == ["/exact-title", "/often", "/exact-text", "/stem-title", "/stem-text"]


def test_equals_stand_newest_first_and_undated_last(shelf: Shelf) -> None:
    for uri, year in (("/old", 2020), ("/new", 2024), ("/b", None), ("/a", None)):
        when = datetime(year, 1, 1, tzinfo=UTC) if year else None
        shelf.put(uri, "Plan", "Hetzelfde.", published=when)
    assert uris("plan") == ["/new", "/old", "/a", "/b"]


def test_an_object_counts_once_in_the_best_language_that_has_the_words(texts: Shelf) -> None:
    for preferred, language in ((("nl", "en"), "nl"), (("en", "nl"), "en"), (("de",), "en")):
        results = ask("wikipedia", *preferred)
        assert results.total == 1
        assert [hit.language for hit in results.items] == [language]
    assert ask("commons", "nl").items[0].language == "en"


def test_nothing_has_all_words_but_some(texts: Shelf) -> None:
    results = ask("schipper linux")
    assert results.loosened
    assert {hit.uri for hit in results.items} == {"/b", "/c"}


def test_words_that_everything_has_do_not_narrow(shelf: Shelf) -> None:
    for number in range(60):
        shelf.put(f"/{number}", f"Stuk {number}", "De dingen van de dag.")
    shelf.put("/molen", "Molen", "Een wiek.")
    assert uris("de molen van") == ["/molen"]
    assert ask("de").total == 60


def test_pages(shelf: Shelf) -> None:
    for number in range(25):
        shelf.put(f"/{number:02}", "Plan", "Een plan.")
    seen = [hit.uri for page in (1, 2, 3) for hit in ask("plan", page=page, per_page=10).items]
    assert seen == [f"/{number:02}" for number in range(25)]
    beyond = ask("plan", page=9, per_page=10)
    assert (beyond.total, beyond.items) == (25, [])


@pytest.mark.parametrize("query", ["", "   ", '"', "-", '""', "-only", "\u200b", "\x00", "%", "_"])
def test_nothing_asked_is_nothing_found(texts: Shelf, query: str) -> None:
    assert ask(query).total == 0


def test_a_long_question_is_cut(texts: Shelf) -> None:
    assert ask("schipper " + "x" * 100_000).total <= 1
    assert ask(" ".join(f"woord{number}" for number in range(200))).total == 0


def test_other_languages_are_found_by_the_word(shelf: Shelf) -> None:
    shelf.put("/de", "Gemeingüter", "Allmende und Gemeingüter.", "de")
    shelf.put("/ja", "公共財", "これは公共の財です。", "ja")
    assert uris("gemeinguter") == ["/de"]
    assert uris('"公共"') == ["/ja"]
