"""A section that a commons switched off is there for nobody, in no form; switched on it is as it was."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.activity.services import distribute
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.settings import change_commons
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db

HOME = "/@werf/publications/"
PAGES = [
    HOME,
    f"{HOME}new/",
    f"{HOME}series/new/",
    f"{HOME}feed.atom",
    f"{HOME}wat-is-het/",
    f"{HOME}wat-is-het/nl/",
    f"{HOME}wat-is-het/nl/1/",
    f"{HOME}wat-is-het/nl/write/",
]
API = "/api/commons/v1/commons/werf/publications"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    commons = make_commons("werf", steward=ada)
    publication: Publication = services.begin(
        commons, Kind.EXPLAINER, "nl", "Wat is het?", ada.actor
    )
    services.write(publication, "nl", Words("Wat is het?", "", "Zeldzaamwoord."), ada.actor, 1)
    services.publish(publication, Document.objects.get(), ada.actor)
    distribute()
    return commons


@pytest.fixture
def everybody(client_for: Callable[..., Client], ada: Person) -> list[Client]:
    return [client_for(None), client_for(ada)]


def switch(commons: Commons, by: Person, *slugs: str) -> None:
    change_commons(commons, by, capabilities=list(slugs))


def test_its_pages_and_its_feed_are_gone_and_come_back(
    werf: Commons, ada: Person, everybody: list[Client]
) -> None:
    steward = everybody[1]
    assert [steward.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    switch(werf, ada)
    for client in everybody:
        assert [client.get(page).status_code for page in PAGES] == [404] * len(PAGES)
    switch(werf, ada, "publications")
    assert [steward.get(page).status_code for page in PAGES] == [200] * len(PAGES)


def test_its_api_is_gone(werf: Commons, ada: Person, everybody: list[Client]) -> None:
    assert [client.get(API).status_code for client in everybody] == [200, 200]
    switch(werf, ada)
    for client in everybody:
        assert client.get(API).status_code == 404
        assert client.get(f"{API}/wat-is-het/nl").status_code == 404
    begun = everybody[1].post(API, {"title": "x", "language": "nl"}, "application/json")
    assert begun.status_code == 404


def test_home_and_menu_do_not_speak_of_it(
    werf: Commons, ada: Person, everybody: list[Client]
) -> None:
    assert all("Wat is het?" in client.get("/@werf/").text for client in everybody)
    switch(werf, ada)
    for client in everybody:
        page = client.get("/@werf/").text
        assert "Wat is het?" not in page
        assert HOME not in page


@pytest.mark.parametrize("indexed", [False, True], ids=["at once", "after the index followed"])
def test_search_does_not_find_it_and_then_does_again(
    werf: Commons, ada: Person, everybody: list[Client], indexed: bool
) -> None:
    addresses = ["/search/?q=zeldzaamwoord", "/@werf/search/?q=zeldzaamwoord"]
    for address in addresses:
        assert all(f"{HOME}wat-is-het/" in client.get(address).text for client in everybody)
    switch(werf, ada)
    if indexed:
        distribute()
    for address in [*addresses, "/api/commons/v1/search?q=zeldzaamwoord"]:
        assert not any("wat-is-het" in client.get(address).text for client in everybody)
    switch(werf, ada, "publications")
    distribute()
    assert f"{HOME}wat-is-het/" in everybody[0].get(addresses[0]).text


def test_the_sitemap_leaves_it_out(werf: Commons, ada: Person, everybody: list[Client]) -> None:
    def addresses() -> str:
        return b"".join(everybody[0].get("/sitemap.xml").streaming_content).decode()  # type: ignore[attr-defined]

    assert f"{HOME}wat-is-het/nl/" in addresses()
    switch(werf, ada)
    assert "/@werf/" in addresses()
    assert HOME not in addresses()
