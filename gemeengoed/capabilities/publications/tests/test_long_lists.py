"""Lists that walk along an index: the order, who sees what, and counts that follow each change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience

pytestmark = pytest.mark.django_db
LIST = "/api/commons/v1/commons/werf/publications"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


class Shelf:
    """Texts that come out a day apart."""

    def __init__(self, werf: Commons, ada: Person) -> None:
        self.werf, self.ada, self.day = werf, ada.actor, BEGAN

    def add(self, title: str) -> Publication:
        text = services.begin(self.werf, Kind.ARTICLE, "nl", title, self.ada)
        self.publish(text, "nl")
        return text

    def translate(self, text: Publication) -> None:
        services.write(text, "en", Words("Translated", text="Words"), self.ada, 0)
        self.publish(text, "en")

    def publish(self, text: Publication, language: str) -> None:
        self.day += timedelta(days=1)
        document = Document.objects.get(work=text.work, language=language)
        services.publish(text, document, self.ada, self.day)

    def withdraw(self, text: Publication, language: str) -> None:
        document = Document.objects.get(work=text.work, language=language)
        services.withdraw(text, document, self.ada, "Het klopt niet.")


@pytest.fixture
def shelf(werf: Commons, ada: Person) -> Shelf:
    return Shelf(werf, ada)


def listed(client: Client, **asked: int) -> dict[str, Any]:
    return client.get(LIST, asked).json()


def slugs(client: Client, **asked: int) -> list[str]:
    return [one["slug"] for one in listed(client, **asked)["items"]]


def test_a_text_stands_where_its_newest_language_came_out(shelf: Shelf) -> None:
    first, _second = shelf.add("Een"), shelf.add("Twee")
    assert slugs(Client()) == ["twee", "een"]
    shelf.translate(first)
    assert slugs(Client()) == ["een", "twee"]
    shelf.withdraw(first, "en")
    assert slugs(Client()) == ["twee", "een"]
    shelf.withdraw(first, "nl")
    assert slugs(Client()) == ["twee"]


def test_pages_hold_each_text_once_and_in_order(shelf: Shelf) -> None:
    for number in range(5):
        shelf.add(f"Tekst {number}")
    pages = [slugs(Client(), page=page, per_page=2) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [*chain(*pages)] == [f"tekst-{number}" for number in (4, 3, 2, 1, 0)]


def test_the_count_follows_each_change_and_each_reader(
    shelf: Shelf, client_for: Callable[..., Client], ada: Person
) -> None:
    visitor, member = Client(), client_for(ada)
    text = shelf.add("Een")
    assert (listed(visitor)["total"], listed(member)["total"]) == (1, 1)
    other = shelf.add("Twee")
    assert (listed(visitor)["total"], listed(member)["total"]) == (2, 2)
    details = {"licence": text.work.licence, "questions": [], "on_behalf_of": []}
    services.set_details(text, ada.actor, audience=Audience.MEMBERS, **details)
    assert (listed(visitor)["total"], listed(member)["total"]) == (1, 2)
    shelf.withdraw(other, "nl")
    assert (listed(visitor)["total"], listed(member)["total"]) == (0, 1)


def test_the_menu_names_the_section_as_soon_as_there_is_something(
    shelf: Shelf, client_for: Callable[..., Client], ada: Person
) -> None:
    link, member = 'href="/@werf/publications/"', client_for(ada)
    home = [client.get("/@werf/").text for client in (Client(), member)]
    shelf.add("Een")
    then = [client.get("/@werf/").text for client in (Client(), member)]
    menus = [page.partition('class="main-menu"')[2].partition("</nav>")[0] for page in home + then]
    assert [link in menu for menu in menus] == [False, False, True, True]
