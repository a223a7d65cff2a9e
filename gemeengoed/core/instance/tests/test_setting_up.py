"""Setting the server up in the browser, with the link that was printed."""

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons, Membership
from gemeengoed.core.instance import queries
from gemeengoed.core.instance.models import Instance
from gemeengoed.core.instance.services import setup_link
from gemeengoed.core.people.models import Person

FILLED_IN = {
    "server_name": "Ons Dorp",
    "language": "nl",
    "sign_up": "invitation",
    "name": "Ada van Dijk",
    "handle": "ada",
    "email": "ada@example.org",
    "password": "vijf groene fietsen",
    "commons_name": "De Werkplaats",
    "commons_handle": "werkplaats",
    "purpose": "Samen kaarten maken.",
}


def path_of(link: str | None) -> str:
    assert link is not None
    return "/" + link.split("/", 3)[3]


@pytest.mark.django_db
def test_everything_waits_until_the_server_is_set_up() -> None:
    client = Client()
    for address in ("/", "/accounts/login/", "/organisations/"):
        assert client.get(address)["Location"] == "/setup/", address
    page = client.get("/setup/")
    assert page.status_code == 200
    assert not page.cookies
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/commons/v1/instance").status_code == 503


@pytest.mark.django_db
def test_the_link_works_once_and_only_its_hash_is_kept() -> None:
    first = path_of(setup_link())
    link = setup_link("http://127.0.0.1:8123")
    assert link is not None
    assert link.startswith("http://127.0.0.1:8123/setup/")
    assert Instance.objects.get().setup_token not in link
    client = Client()
    assert client.get(first).status_code == 404, "a newer link ends the older one"
    assert client.get(path_of(link)).status_code == 200
    answer = client.post(path_of(link), FILLED_IN)
    assert answer["Location"] == "/@werkplaats/"
    assert client.get("/settings/server/").status_code == 200, "logged in, as operator"
    person, commons = Person.objects.get(), Commons.objects.get()
    assert (person.is_steward, person.language, person.check_password(FILLED_IN["password"])) == (
        True,
        "nl",
        True,
    )
    assert Membership.objects.get(commons=commons, person=person).role == "steward"
    now = queries.current()
    assert (now.name, now.sign_up, now.setup_token) == ("Ons Dorp", "invitation", "")
    assert setup_link() is None
    assert Client().get(path_of(link)).status_code == 404
    assert Client().get("/setup/")["Location"] == "/"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handle": "admin"}, "handle"),
        ({"commons_handle": "ada"}, "commons_handle"),
        ({"commons_handle": "in put"}, "commons_handle"),
        ({"password": "12345678"}, "password"),
        ({"purpose": ""}, "purpose"),
        ({"email": "geen adres"}, "email"),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(change, field) -> None:
    address = path_of(setup_link())
    answer = Client().post(address, {**FILLED_IN, **change})
    assert field in answer.context["form"].errors
    assert "De Werkplaats" in answer.content.decode(), "nothing typed is lost"
    assert not Person.objects.exists()
    assert not Commons.objects.exists()
    assert Client().get(address).status_code == 200, "the link still works"
