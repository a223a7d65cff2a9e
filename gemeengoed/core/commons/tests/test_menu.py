"""At most five entries, nothing empty among them, and an empty place says what could be there."""

import pytest
from django.test import RequestFactory

from gemeengoed.core import registry
from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.queries import MenuEntry, menu
from gemeengoed.core.registry import Capability, Menu

from .conftest import Cast

ENGLISH = {"headers": {"Accept-Language": "en"}}


@pytest.fixture
def sections(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Three sections under each entry, all on; the value says whether it is empty."""
    empty = {f"{entry}-{number}": False for entry in Menu for number in range(3)}
    only_these = {slug: one for slug, one in registry._capabilities.items() if one.built_in}
    for slug in list(empty):
        only_these[slug] = Capability(
            slug=slug,
            name=slug.capitalize(),
            menu=Menu(slug.rpartition("-")[0]),
            is_empty=lambda handle, slug=slug: empty[slug],
        )
    monkeypatch.setattr(registry.installed, "_capabilities", only_these)
    cast.commons.capabilities = list(empty)
    cast.commons.save()
    return empty


def _menu(path: str = "/@werf/") -> list[MenuEntry]:
    return menu(enter(RequestFactory().get(path), "werf"))


def test_there_are_never_more_than_five(sections: dict[str, bool]) -> None:
    assert [entry.menu for entry in _menu()] == list(Menu)


def test_nothing_empty_is_shown(sections: dict[str, bool]) -> None:
    for slug in sections:
        sections[slug] = not slug.startswith("agenda")
    assert [entry.menu for entry in _menu()] == [Menu.AGENDA, Menu.ABOUT]


def test_nothing_switched_off_is_shown(cast: Cast, sections: dict[str, bool]) -> None:
    cast.commons.capabilities = ["read-1"]
    cast.commons.save()
    assert [(entry.menu, entry.url) for entry in _menu()] == [
        (Menu.READ, "/@werf/read-1/"),
        (Menu.ABOUT, "/@werf/about/"),
    ]


def test_an_entry_with_several_has_a_page_of_its_own(cast: Cast, sections: dict[str, bool]) -> None:
    sections["read-2"] = True
    assert _menu()[0].url == "/@werf/read/"
    page = cast.clients["visitor"].get("/@werf/read/").text.partition("<main")[2]
    assert "/@werf/read-0/" in page
    assert "/@werf/read-1/" in page
    assert "/@werf/read-2/" not in page


def test_an_entry_with_one_leads_straight_there(cast: Cast, sections: dict[str, bool]) -> None:
    sections["read-0"] = sections["read-2"] = True
    answer = cast.clients["visitor"].get("/@werf/read/")
    assert (answer.status_code, answer["Location"]) == (302, "/@werf/read-1/")


def test_an_empty_place_says_who_can_begin(cast: Cast, sections: dict[str, bool]) -> None:
    for slug in sections:
        sections[slug] = True
    page = cast.clients["visitor"].get("/@werf/agenda/", **ENGLISH).text
    assert "Here come the meetings" in page
    assert "editors and stewards of this commons can begin" in page
    assert "/@werf/agenda-0/" not in page
    assert "/@werf/agenda-0/" in cast.clients["editor"].get("/@werf/agenda/").text


def test_the_entry_one_is_in_is_marked(sections: dict[str, bool]) -> None:
    marked = {
        path: [entry.menu for entry in _menu(path) if entry.current]
        for path in ("/@werf/", "/@werf/read-1/x/", "/@werf/plan/", "/@werf/charter/edit/")
    }
    assert list(marked.values()) == [[], [Menu.READ], [Menu.PLAN], [Menu.ABOUT]]


def test_the_page_shows_no_more_than_the_menu(cast: Cast, sections: dict[str, bool]) -> None:
    page = cast.clients["visitor"].get("/@werf/", **ENGLISH).text
    shown = page.partition('class="main-menu"')[2].partition("</nav>")[0]
    assert shown.count("<li>") == 5
    assert "Plan and decisions" in shown
