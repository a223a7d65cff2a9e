"""The home of a commons: all that stands on it, and how little it asks of the database."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Phase, Question
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.commons.services.programme import (
    forget_removed_questions,
    remove_question,
    save_phase,
    save_question,
)
from gemeengoed.core.people.services import create_organisation

from .conftest import Cast

TODAY = timezone.localdate()


def _phase(cast: Cast, title: str, first: int, last: int, **more: object) -> Phase:
    return save_phase(
        cast.commons,
        cast.person("steward"),
        title={"nl": title},
        starts=TODAY + timedelta(days=first),
        ends=TODAY + timedelta(days=last),
        **more,
    )


def _question(cast: Cast, text: str, **more: object) -> Question:
    return save_question(cast.commons, cast.person("steward"), text={"nl": text}, **more)


def test_it_shows_all(cast: Cast) -> None:
    steward = cast.person("steward")
    main = _question(cast, "Wat is een werf?", explanation={"nl": "Daar gaat het om."})
    sub = _question(cast, "Wat is een schip?")
    _phase(
        cast,
        "Bouwen",
        -1,
        1,
        question={"nl": "Waarmee?"},
        plan={"nl": "Hout *zoeken*."},
        outcome={"nl": "Een mast."},
        questions=[sub],
    )
    save_charter(
        cast.commons,
        {"boundaries": {"nl": "Iedereen hoort erbij. En meer."}},
        steward,
        reason="Begin.",
        based_on=0,
    )
    add_partner(cast.commons, create_organisation("hout", "Houthandel", steward), steward)
    page = cast.clients["visitor"].get("/@werf/?lang=nl").text
    for words in (
        "Wat is een werf?",
        "Daar gaat het om.",
        "Wat is een schip?",
        "Bouwen",
        "Waarmee?",
        "Hout <em>zoeken</em>.",
        "Een mast.",
        "Iedereen hoort erbij.",
        "Houthandel",
    ):
        assert words in page
    assert "En meer." not in page
    assert f"/@werf/questions/{main.slug}/" in page
    assert page.count("<table") == 1


def test_now_is_marked_also_where_phases_overlap(cast: Cast) -> None:
    for title, first, last in (("Toen", -9, -5), ("Nu", -5, 0), ("Ook", 0, 3), ("Later", 1, 9)):
        _phase(cast, title, first, last)
    page = cast.clients["visitor"].get("/@werf/").text
    assert page.count('aria-current="step"') == 2
    assert [page.count(f"phase--{state}") for state in ("past", "now", "later")] == [1, 2, 1]


def _queries(address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert Client().get(address).status_code == 200
    return len(found)


def test_it_asks_little_however_much_there_is(cast: Cast) -> None:
    cast.commons.capabilities = []
    cast.commons.save()
    questions = [_question(cast, "Een?")]
    _phase(cast, "Een", 0, 1, questions=questions)
    _queries("/commons/")  # what is the same for all pages is kept from here on
    few = _queries("/@werf/?few")
    for number in range(20):
        questions.append(_question(cast, f"Vraag {number}?"))
        _phase(cast, f"Fase {number}", number, number + 1, questions=questions)
    assert _queries("/@werf/?many") == few
    assert few <= 10


def test_a_page_that_is_kept_asks_less_and_shows_a_change_at_once(cast: Cast) -> None:
    _question(cast, "Een?")
    _queries("/@werf/?kept")
    assert _queries("/@werf/?kept") <= 3
    _question(cast, "Een nieuwe?")
    assert "Een nieuwe?" in cast.clients["visitor"].get("/@werf/?kept").text


def test_a_question_shows_what_is_tied_to_it_in_sections_that_are_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = _question(cast, "Wat is een werf?")
    asked: list[tuple[int, str]] = []

    def tied(number: int, language: str) -> list[registry.TiedObject]:
        asked.append((number, language))
        return [registry.TiedObject("/@werf/zeil/", "Over zeilen", "Tekst")]

    section = registry.Capability(slug="zeilen", name="Zeilen", tied_to_question=tied)
    monkeypatch.setitem(registry._capabilities, "zeilen", section)
    address = f"/@werf/questions/{question.slug}/?lang=nl"
    client = cast.clients["member"]
    assert "Over zeilen" not in client.get(address).text
    cast.commons.capabilities = ["zeilen"]
    cast.commons.save()
    assert "Over zeilen" in client.get(address).text
    assert asked == [(question.pk, "nl")]


def test_what_is_tied_in_several_sections_stands_in_pages_newest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = _question(cast, "Wat is een werf?")

    def tie(slug: str, hours: range) -> None:
        found = [
            registry.TiedObject(
                f"/@werf/{slug}/{hour}/", f"Om {hour:02} uur", "Tekst", when=_at(hour)
            )
            for hour in reversed(hours)
        ]
        one = registry.Capability(slug=slug, name=slug, tied_to_question=lambda *_asked: found)
        monkeypatch.setitem(registry._capabilities, slug, one)
        cast.commons.capabilities.append(slug)

    cast.commons.capabilities = []
    tie("zeilen", range(0, 40, 2))
    tie("masten", range(1, 41, 2))
    cast.commons.save()
    client, address = cast.clients["visitor"], f"/@werf/questions/{question.slug}/"
    pages = [
        re.findall(r"Om (\d\d) uur", client.get(f"{address}?page={page}").text) for page in (1, 2)
    ]
    assert [int(hour) for page in pages for hour in page] == list(range(39, -1, -1))
    assert len(pages[0]) == 30


def _at(hour: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)


def test_there_is_one_main_question(cast: Cast) -> None:
    first = _question(cast, "Eerst?")
    second = _question(cast, "Dan?", main=True)
    first.refresh_from_db()
    assert (first.main, second.main) == (False, True)
    with pytest.raises(ValidationError, match="main question"):
        remove_question(second, cast.person("steward"))
    with pytest.raises(ValidationError, match="main question"):
        _question(cast, "Dan?", question=second)


def test_a_removed_question_can_be_put_back_for_thirty_days(cast: Cast) -> None:
    _question(cast, "Eerst?")
    gone = _question(cast, "Dan?")
    client = cast.clients["steward"]
    client.post(f"/@werf/settings/questions/{gone.slug}/remove/")
    assert "Dan?" not in cast.clients["visitor"].get("/@werf/").text
    assert client.get(f"/@werf/questions/{gone.slug}/").status_code == 404
    client.post(f"/@werf/settings/questions/{gone.slug}/restore/")
    assert "Dan?" in cast.clients["visitor"].get("/@werf/").text
    client.post(f"/@werf/settings/questions/{gone.slug}/remove/")
    forget_removed_questions()
    assert Question.with_removed.filter(pk=gone.pk).exists()
    Question.with_removed.filter(pk=gone.pk).update(removed=timezone.now() - timedelta(days=31))
    forget_removed_questions()
    assert not Question.with_removed.filter(pk=gone.pk).exists()


def test_the_order_changes_by_a_button(cast: Cast) -> None:
    slugs = [_question(cast, text).slug for text in ("Eerst?", "Dan?", "Daarna?")]
    cast.clients["steward"].post(f"/@werf/settings/questions/{slugs[2]}/move/", {"to": "up"})
    found = list(Question.objects.values_list("slug", flat=True))
    assert found == [slugs[0], slugs[2], slugs[1]]


def test_a_phase_that_ends_before_it_begins_loses_nothing(cast: Cast) -> None:
    form = {"title_nl": "Bouwen", "starts": "2024-03-01", "ends": "2024-02-01"}
    answer = cast.clients["steward"].post("/@werf/settings/phases/new/", form)
    assert answer.status_code == 200
    assert "Bouwen" in answer.text
    assert "2024-03-01" in answer.text
    assert not Phase.objects.exists()


def test_a_phase_is_made_changed_and_removed(cast: Cast) -> None:
    client = cast.clients["steward"]
    form = {"title_nl": "Bouwen", "starts": "2024-01-01", "ends": "2024-02-01"}
    assert client.post("/@werf/settings/phases/new/", form).status_code == 302
    phase = Phase.objects.get()
    assert (phase.starts, phase.ends) == (date(2024, 1, 1), date(2024, 2, 1))
    address = f"/@werf/settings/phases/{phase.pk}/"
    assert client.post(address, form | {"title_nl": "Verbouwen"}).status_code == 302
    assert Phase.objects.get().title == {"nl": "Verbouwen"}
    client.post(f"{address}remove/")
    assert not Phase.objects.exists()
