"""Who we are to other servers: found by WebFinger, read by Accept, never mixed up with the pages."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.models import KeyPair
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import create_organisation

pytestmark = pytest.mark.django_db
ACTIVITY = {"Accept": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}
MASTODON = {"Accept": "application/activity+json, application/ld+json, text/html;q=0.1"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


def test_webfinger_leads_from_a_name_to_an_actor_and_the_actor_back(werf: Commons) -> None:
    found = Client().get("/.well-known/webfinger?resource=acct:werf@localhost")
    assert found["Content-Type"] == "application/jrd+json"
    links = {link["rel"]: link for link in found.json()["links"]}
    actor = Client().get("/@werf", headers=ACTIVITY).json()
    assert actor["id"] == links["self"]["href"] == "http://localhost/@werf"
    assert links["self"]["type"] == "application/activity+json"
    assert found.json()["subject"] == "acct:werf@localhost"
    assert actor["preferredUsername"] == "werf"


@pytest.mark.parametrize(
    "resource",
    [
        "acct:werf@elsewhere.example",
        "acct:nobody@localhost",
        "http://elsewhere.example/@werf",
        "werf",
        "mailto:werf@localhost",
        "acct:",
        "acct:we%00rf@localhost",
    ],
)
def test_webfinger_knows_nobody_else(werf: Commons, resource: str) -> None:
    assert Client().get("/.well-known/webfinger", {"resource": resource}).status_code == 404


def test_webfinger_without_a_resource_is_a_bad_request(set_up: None) -> None:
    assert Client().get("/.well-known/webfinger").status_code == 400


def test_a_name_in_capitals_is_the_same_name(werf: Commons) -> None:
    asked = Client().get("/.well-known/webfinger?resource=acct:Werf@LOCALHOST")
    assert asked.json()["subject"] == "acct:werf@localhost"


@pytest.mark.parametrize(
    ("headers", "kind"), [(ACTIVITY, "json"), (MASTODON, "json"), (BROWSER, "html"), ({}, "html")]
)
def test_the_same_address_is_a_page_or_an_actor(
    werf: Commons, headers: dict[str, str], kind: str
) -> None:
    for _again in range(2):  # the second time it may come from what is kept
        answer = Client().get("/@werf/", headers=headers)
        assert kind in answer["Content-Type"]
        assert "Accept" in answer["Vary"]


def test_a_commons_is_a_group_and_a_person_a_person(werf: Commons, ada: Person) -> None:
    group = Client().get("/@werf", headers=ACTIVITY).json()
    assert group["type"] == "Group"
    assert group["icon"]["mediaType"] == "image/png"
    assert Client().get(group["icon"]["url"].removeprefix("http://localhost")).status_code == 200
    person = Client().get("/@ada", headers=ACTIVITY).json()
    assert (person["type"], person["name"]) == ("Person", "Ada")
    assert person["endpoints"]["sharedInbox"] == "http://localhost/inbox"


def test_the_key_stands_in_the_document_and_stays_the_same(werf: Commons) -> None:
    first = Client().get("/@werf", headers=ACTIVITY).json()["publicKey"]
    again = Client().get("/@werf", headers=ACTIVITY).json()["publicKey"]
    assert first == again
    assert first["id"] == "http://localhost/@werf#main-key"
    assert first["owner"] == "http://localhost/@werf"
    assert first["publicKeyPem"].startswith("-----BEGIN PUBLIC KEY-----\n")


def test_no_private_key_stands_in_the_database_as_it_is(werf: Commons) -> None:
    Client().get("/@werf", headers=ACTIVITY)
    assert b"0\x82" not in bytes(KeyPair.objects.get().private)[:4]


def test_the_server_itself_is_an_actor(set_up: None) -> None:
    instance_actor()
    found = Client().get("/@instance", headers=ACTIVITY).json()
    assert found["type"] == "Application"
    named = Client().get("/.well-known/webfinger?resource=acct:localhost@localhost").json()
    assert found["id"] == named["links"][0]["href"]


def test_an_organisation_is_nobody_to_other_servers(ada: Person) -> None:
    create_organisation("waag", "Waag", ada)
    assert Client().get("/@waag", headers=ACTIVITY).status_code == 404


def test_nodeinfo_is_found_and_says_what_runs_here(werf: Commons) -> None:
    links = Client().get("/.well-known/nodeinfo").json()["links"]
    versions = []
    for link in links:
        answer = Client().get(link["href"].removeprefix("http://localhost"))
        assert answer.json()["software"]["name"] == "gemeengoed"
        assert answer.json()["usage"]["users"]["total"] == 1
        versions.append(answer.json()["version"])
    assert versions == ["2.0", "2.1"]


def test_an_empty_outbox_says_so(werf: Commons) -> None:
    found = json.loads(Client().get("/@werf/outbox").content)
    assert (found["type"], found["totalItems"]) == ("OrderedCollection", 0)
