"""Organisations, operators, invitations, the server and one's own picture in the API."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.instance.queries import current
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Affiliation, Invitation, Person
from gemeengoed.core.people.services import create_organisation, make_token

pytestmark = pytest.mark.django_db
API = "/api/commons/v1"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def bob(make_person: Callable[..., Person]) -> Person:
    return make_person("bob")


@pytest.fixture
def operator(make_person: Callable[..., Person]) -> Person:
    return make_person("baas", is_steward=True)


def caller(person: Person | None) -> Client:
    return Client(headers={"authorization": f"Bearer {make_token(person)[1]}"} if person else {})


def ask(person: Person | None, method: str, path: str, given: object = None) -> tuple[int, Any]:
    body = json.dumps(given or {})
    answer = caller(person).generic(method, f"{API}{path}", body, "application/json")
    return answer.status_code, answer.json() if answer.content else None


def test_an_organisation_is_changed_by_who_looks_after_it(ada: Person, bob: Person) -> None:
    create_organisation("meent", "De Meent", ada, website="https://meent.example/")
    status, told = ask(ada, "PATCH", "/organisations/meent", {"name": "Meent", "logo_alt": "Een M"})
    assert (status, told["name"], told["logo_alt"]) == (200, "Meent", "Een M")
    assert told["website"] == "https://meent.example/", "what is left out stays"
    assert ask(bob, "PATCH", "/organisations/meent", {"name": "X"})[0] == 403
    assert ask(None, "PATCH", "/organisations/meent", {"name": "X"})[0] == 401
    wrong = ask(ada, "PATCH", "/organisations/meent", {"name": "Y", "website": "nergens"})
    assert (wrong[0], [*wrong[1]["fields"]]) == (422, ["website"])
    assert ask(None, "GET", "/organisations/meent")[1]["name"] == "Meent"


def test_somebody_belongs_once_they_confirm_it(ada: Person, bob: Person) -> None:
    create_organisation("meent", "De Meent", ada)
    people = "/organisations/meent/people"
    given = {"person": "@bob", "position": "Wever", "may_speak": True}
    status, made = ask(ada, "POST", people, given)
    assert (status, made["confirmed"]) == (201, None)
    assert "bob" not in [one["person"] for one in ask(None, "GET", people)[1]["items"]]
    assert "bob" in [one["person"] for one in ask(ada, "GET", people)[1]["items"]]
    assert [one["id"] for one in ask(bob, "GET", "/me/affiliations")[1]] == [made["id"]]
    assert ask(ada, "POST", f"/affiliations/{made['id']}/confirm")[0] == 403
    assert ask(bob, "POST", f"/affiliations/{made['id']}/confirm")[1]["confirmed"]
    assert "bob" in [one["person"] for one in ask(None, "GET", people)[1]["items"]]
    assert ask(ada, "DELETE", f"/affiliations/{made['id']}")[0] == 204
    assert not Affiliation.objects.filter(person=bob).exists()


def test_who_may_not_or_is_not_there(ada: Person, bob: Person) -> None:
    create_organisation("meent", "De Meent", ada)
    people = "/organisations/meent/people"
    assert ask(bob, "POST", people, {"person": "bob"})[0] == 403
    assert ask(None, "POST", people, {"person": "bob"})[0] == 401
    status, told = ask(ada, "POST", people, {"person": "nobody"})
    assert (status, [*told["fields"]]) == (422, ["person"])
    row = Affiliation.objects.get(person=ada)
    assert ask(bob, "DELETE", f"/affiliations/{row.pk}")[0] == 403
    assert ask(bob, "DELETE", f"/affiliations/{2**70}")[0] == 404


def test_operators_are_made_and_end(operator: Person, ada: Person) -> None:
    assert ask(operator, "POST", "/people/ada/make-operator")[1]["is_operator"] is True
    assert ask(operator, "POST", "/people/ada/end-operator")[1]["is_operator"] is False
    assert ask(operator, "POST", "/people/baas/end-operator")[0] == 422, "the last one stays"
    assert ask(operator, "POST", "/people/nobody/make-operator")[0] == 404


def test_invitations_to_the_server(operator: Person) -> None:
    status, made = ask(operator, "POST", "/invitations", {"days": 3})
    assert status == 201
    assert Client().get(urlsplit(made["link"]).path).status_code == 200
    (listed,) = ask(operator, "GET", "/invitations")[1]
    assert (listed["id"], "link" in listed) == (made["id"], False)
    assert ask(operator, "POST", "/invitations", {"email": "nobody"})[0] == 422
    assert ask(operator, "POST", "/invitations", {"days": 0})[0] == 422
    assert ask(operator, "DELETE", f"/invitations/{made['id']}")[0] == 204
    assert not Invitation.objects.exists()
    assert ask(operator, "DELETE", f"/invitations/{made['id']}")[0] == 404


def test_the_server_is_dressed(operator: Person, make_commons: Callable[..., Commons]) -> None:
    make_commons("werf")
    given = {"colours": {"delft": "#123456"}, "front_commons": "werf", "logo_alt": "Een boom"}
    status, told = ask(operator, "PATCH", "/instance", given)
    assert status == 200
    assert {name: told[name] for name in given} == given
    faint = ask(operator, "PATCH", "/instance", {"name": "X", "colours": {"delft": "#fbf7ee"}})
    assert faint[0] == 422
    assert ask(operator, "PATCH", "/instance", {"front_commons": "nergens"})[0] == 422
    assert ask(None, "GET", "/instance")[1]["colours"] == {"delft": "#123456"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/people/ada/make-operator"),
        ("POST", "/people/ada/end-operator"),
        ("GET", "/invitations"),
        ("POST", "/invitations"),
        ("DELETE", "/invitations/1"),
        ("PATCH", "/instance"),
        ("DELETE", "/instance/logo"),
    ],
)
def test_only_operators_may(ada: Person, method: str, path: str) -> None:
    assert ask(ada, method, path, {"colours": {}})[0] == 403
    assert ask(None, method, path, {"colours": {}})[0] == 401


def test_ones_own_picture_comes_and_goes(ada: Person) -> None:
    sent = {"file": picture(), "alt": "Ada lacht"}
    told = caller(ada).post(f"{API}/me/picture", sent)
    assert told.status_code == 200
    assert (told.json()["picture_url"] != "", told.json()["picture_alt"]) == (True, "Ada lacht")
    wordless = caller(ada).post(f"{API}/me/picture", {"file": picture(), "alt": " "})
    assert wordless.status_code == 422
    assert Client().post(f"{API}/me/picture", sent).status_code == 401
    assert ask(ada, "DELETE", "/me/picture")[1]["picture_url"] == ""
    assert ask(None, "DELETE", "/me/picture")[0] == 401


def test_the_logo_of_the_server_comes_and_goes(operator: Person, ada: Person) -> None:
    address = f"{API}/instance/logo"
    sent = {"file": picture(), "alt": "Een boom"}
    assert caller(operator).post(address, sent).json()["logo_alt"] == "Een boom"
    assert current().logo_id
    assert caller(operator).post(address, {"file": picture(), "alt": ""}).status_code == 422
    assert caller(ada).post(address, {"file": picture(), "alt": "x"}).status_code == 403
    assert ask(operator, "DELETE", "/instance/logo")[1]["logo_alt"] == ""
    assert not current().logo_id


def test_the_logo_of_an_organisation_is_for_who_looks_after_it(ada: Person, bob: Person) -> None:
    create_organisation("waag", "Waag", ada, belongs=True)
    address = f"{API}/organisations/waag/logo"
    told = caller(ada).post(address, {"file": picture(), "alt": "Waag"})
    assert (told.status_code, told.json()["logo_alt"]) == (200, "Waag")
    assert told.json()["logo_url"].startswith("/media/")
    assert caller(ada).post(address, {"file": picture(), "alt": ""}).status_code == 422
    assert caller(bob).post(address, {"file": picture(), "alt": "x"}).status_code == 403
    assert Client().post(address, {"file": picture(), "alt": "x"}).status_code == 401
