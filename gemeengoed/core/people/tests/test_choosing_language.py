"""The switch in the header: held for a reader without an account, their own for a person, never unasked."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from gemeengoed.core.instance import services as instances
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(make_person: Callable[..., Person]) -> Client:
    """Somebody without an account, with a browser that wishes English, on a server in Dutch."""
    instances.change(make_person("baas", is_steward=True).actor, language="nl")
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


def chosen(client: Client, language: str, **more: str) -> str:
    """Presses the button in the header of `/commons/`; where that leads."""
    page = client.get("/commons/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    sent = {"csrfmiddlewaretoken": token[1]} if token else {}
    answer = client.post("/language/", {**sent, "language": language, "next": "/commons/", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def language_of(client: Client, address: str = "/commons/") -> str:
    return str(client.get(address)["Content-Language"])


def test_a_language_chosen_without_an_account_holds_for_the_next_pages(reader: Client) -> None:
    assert language_of(reader) == "en"
    assert not reader.cookies
    assert chosen(reader, "nl") == "/commons/"
    assert [language_of(reader, at) for at in ("/commons/", "/privacy/", "/")] == ["nl"] * 3
    assert language_of(reader, "/privacy/?lang=en") == "en", "the address says it for one page"
    cookie = reader.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("nl", True, "Lax")
    assert set(reader.cookies) == {"language"}


def test_choosing_what_the_browser_wishes_takes_the_cookie_away(reader: Client) -> None:
    assert not reader.post("/language/", {"language": "en"}).cookies, "nothing to remember"
    chosen(reader, "nl")
    chosen(reader, "en")
    assert reader.cookies["language"].value == ""
    assert reader.cookies["language"]["max-age"] == 0
    assert language_of(reader) == "en"


def test_the_switch_leads_back_to_the_same_page_without_the_language_of_its_address(
    reader: Client,
) -> None:
    page = reader.get("/search/?q=meent&lang=en&page=2").content.decode()
    assert 'name="next" value="/search/?q=meent&amp;page=2"' in page
    assert 'name="language" value="nl"' in page


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example/", "\\\\elsewhere.example", "javascript:1", "",
     "foo", "people:language", "?q=1", "..", "/\\elsewhere.example", "http://[", "x" * 3000],
)  # fmt: skip
def test_the_switch_leads_nowhere_else(reader: Client, address: str) -> None:
    assert chosen(reader, "nl", next=address) == "/"


def test_a_person_with_a_word_for_an_address_gets_the_home_page(
    make_person: Callable[..., Person], client_for: Callable[..., Client]
) -> None:
    assert chosen(client_for(make_person("ada", language="nl")), "en", next="foo") == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://other.testserver"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_chooses_no_language(reader: Client, headers: dict[str, str]) -> None:
    answer = reader.post("/language/", {"language": "nl"}, headers=headers)
    assert answer.status_code == 403
    assert not answer.cookies


def test_a_language_that_is_not_spoken_here_is_refused(reader: Client) -> None:
    answer = reader.post("/language/", {"language": "xx"})
    assert (answer.status_code, len(answer.cookies)) == (400, 0)
    assert reader.get("/language/").status_code == 405
    reader.cookies["language"] = "xx"
    assert language_of(reader) == "en"


def test_a_person_chooses_for_their_account_and_is_told(
    make_person: Callable[..., Person], client_for: Callable[..., Client]
) -> None:
    ada = make_person("ada", language="nl")
    client = client_for(ada)
    chosen(client, "en")
    ada.refresh_from_db()
    assert ada.language == "en"
    assert "language" not in client.cookies
    assert "Pages and mail are in English for you" in client.get("/commons/").content.decode()


def test_the_account_of_a_person_goes_before_what_their_browser_chose(
    reader: Client, make_person: Callable[..., Person]
) -> None:
    chosen(reader, "nl")
    reader.force_login(make_person("ada", language="en"))
    assert language_of(reader) == "en"
    reader.logout()
    reader.cookies["language"] = "nl"
    assert language_of(reader) == "nl"


def test_nobody_chooses_for_a_person_from_another_site(
    make_person: Callable[..., Person],
) -> None:
    ada = make_person("ada", language="nl")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    assert client.post("/language/", {"language": "en"}).status_code == 403
    ada.refresh_from_db()
    assert ada.language == "nl"


def test_a_kept_page_is_kept_for_each_language_chosen(
    reader: Client, make_commons: Callable[..., object], django_assert_num_queries: Callable
) -> None:
    make_commons("werf")
    dutch = Client(headers={"accept-language": "en"})
    dutch.cookies["language"] = "nl"
    address = "/@werf/about/"
    assert [language_of(one, address) for one in (reader, dutch)] == ["en", "nl"]
    kept = len(caches["pages"]._cache)
    with django_assert_num_queries(2):  # the stamps, for each of them
        pages = [one.get(address) for one in (reader, dutch)]
    assert [page["Content-Language"] for page in pages] == ["en", "nl"]
    assert pages[0]["ETag"] != pages[1]["ETag"]
    assert len(caches["pages"]._cache) == kept == 2
    assert not any(page.cookies for page in pages)
    for page in pages:
        assert {"Cookie", "Accept-Language"} <= set(page["Vary"].split(", "))


def test_with_another_cookie_no_page_is_kept(
    reader: Client, make_commons: Callable[..., object]
) -> None:
    make_commons("werf")
    reader.cookies["language"] = "nl"
    reader.cookies["session"] = "x"
    reader.get("/@werf/about/")
    assert len(caches["pages"]._cache) == 0
