"""Tokens and the API of persons, organisations and the server."""

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Token
from gemeengoed.core.people.services import make_token

PASSWORD = "a long enough password"
API = "/api/commons/v1"


def bearer(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


@pytest.fixture
def ada(make_person):
    return make_person("ada")


@pytest.mark.django_db
def test_a_token_is_shown_once_and_can_be_ended(ada, client_for) -> None:
    client = client_for(ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/settings/tokens/", {"name": "Toot", "scopes": ["read"], "days": "30"})
    secret = page.context["made"]
    assert secret in page.content.decode()
    assert secret not in client.get("/settings/tokens/").content.decode()
    assert not Token.objects.filter(digest=secret).exists(), "only its hash is kept"
    assert bearer(secret).get(f"{API}/me").json()["handle"] == "ada"
    token = Token.objects.get()
    assert token.last_used == timezone.now().date()
    client.post(f"/settings/tokens/{token.pk}/end/")
    assert bearer(secret).get(f"{API}/me").status_code == 401


@pytest.mark.django_db
def test_making_a_token_asks_for_the_password_first(ada, client_for) -> None:
    client = client_for(ada)
    assert client.get("/settings/tokens/").status_code == 200
    answer = client.post("/settings/tokens/", {"name": "Toot", "scopes": ["read"], "days": "30"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Token.objects.exists()
    page = client.post(answer["Location"], {"password": PASSWORD})
    assert page.context["made"], "what was asked goes on by itself"


@pytest.mark.django_db
def test_scopes_expiry_and_nonsense(ada) -> None:
    token, secret = make_token(ada, "lezen", ["read"])
    change = {"data": {"name": "Ada L."}, "content_type": "application/json"}
    assert bearer(secret).patch(f"{API}/me", **change).status_code == 403
    _token, strong = make_token(ada, "alles")
    assert bearer(strong).patch(f"{API}/me", **change).json()["name"] == "Ada L."
    Token.objects.filter(pk=token.pk).update(expires=timezone.now())
    assert bearer(secret).get(f"{API}/me").status_code == 401
    assert bearer("gg_nonsense").get(f"{API}/people/ada").status_code == 401
    assert Client().get(f"{API}/me").status_code == 401
    assert Client().get(f"{API}/people/ada").json()["name"] == "Ada L."


@pytest.mark.django_db
def test_a_session_needs_a_csrf_token_to_change(ada) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="gemeengoed.core.people.backend.AuthenticationBackend")
    assert client.get(f"{API}/me").status_code == 200
    body = {"data": {"name": "X Y"}, "content_type": "application/json"}
    assert client.patch(f"{API}/me", **body).status_code == 403
    client.get("/settings/profile/")
    token = client.cookies["csrf"].value
    headers = {"x-csrftoken": token, "origin": "http://testserver"}
    assert client.patch(f"{API}/me", **body, headers=headers).json()["name"] == "X Y"


@pytest.mark.django_db
def test_errors_say_which_field(ada) -> None:
    _token, secret = make_token(ada)
    body = {"data": {"name": "  "}, "content_type": "application/json"}
    answer = bearer(secret).patch(f"{API}/me", **body)
    assert answer.status_code == 422
    assert "name" in answer.json()["fields"]


@pytest.mark.django_db
def test_operators_by_api(ada, make_person) -> None:
    operator = make_person("baas", is_steward=True)
    make_person("nieuw", state="waiting")
    _token, secret = make_token(operator)
    _token, plain = make_token(ada)
    post = {"data": {}, "content_type": "application/json"}
    assert bearer(plain).post(f"{API}/people/nieuw/approve", **post).status_code == 403
    assert bearer(secret).post(f"{API}/people/nieuw/approve", **post).json()["state"] == "active"
    assert bearer(secret).post(f"{API}/people/nieuw/approve", **post).status_code == 422
    change = {"data": {"name": "De Werf", "sign_up": "open"}, "content_type": "application/json"}
    assert bearer(plain).patch(f"{API}/instance", **change).status_code == 403
    assert bearer(secret).patch(f"{API}/instance", **change).json()["name"] == "De Werf"
    assert LogEntry.objects.get(act="instance.changed").words["details"]["sign_up"]["to"] == "open"
    assert Client().get(f"{API}/instance").json()["name"] == "De Werf"


@pytest.mark.django_db
def test_organisations_by_api(ada, make_person) -> None:
    operator = make_person("baas", is_steward=True)
    _token, secret = make_token(operator)
    _token, plain = make_token(ada)
    body = {
        "data": {"handle": "waag", "name": "De Waag", "description": {"nl": "Weegt."}},
        "content_type": "application/json",
    }
    assert bearer(plain).post(f"{API}/organisations", **body).status_code == 403
    assert bearer(secret).post(f"{API}/organisations", **body).status_code == 201
    assert Client().get(f"{API}/organisations").json()["items"][0]["handle"] == "waag"
    assert Client().get(f"{API}/organisations/waag").json()["description"] == {"nl": "Weegt."}
