"""Logging in with password, second step and recovery codes; ending log-ins; limits."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail as outbox
from django.test import Client

from gemeengoed.core.instance import services as instances
from gemeengoed.core.people.models import PersonState
from gemeengoed.core.people.services import forget, make_token, states

PASSWORD = "a long enough password"
LOG_IN = "/accounts/login/"


def log_in(client: Client, login: str = "ada", password: str = PASSWORD):
    return client.post(LOG_IN, {"login": login, "password": password})


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.mark.parametrize("login", ["ada", "Ada", "@ada", "ada@example.org", "ADA@example.org"])
@pytest.mark.django_db
def test_by_short_name_or_address(make_person, login) -> None:
    make_person("ada")
    client = Client()
    assert log_in(client, login)["Location"] == "/"
    assert client.get("/settings/security/").status_code == 200


@pytest.mark.django_db
def test_totp_through_the_pages_and_recovery_codes(make_person) -> None:
    person = make_person("ada")
    client = Client()
    log_in(client)
    activate = "/accounts/2fa/totp/activate/"
    assert client.get(activate)["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(activate)
    assert page.status_code == 200
    secret = page.context["form"].secret
    answer = client.post(activate, {"code": code_of(secret)})
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes"))
    code = codes.get_unused_codes()[0]
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200

    second = Client()
    assert log_in(second)["Location"].startswith("/accounts/2fa/authenticate/")
    assert second.get("/settings/").status_code == 302, "a password alone is not enough"
    wrong = second.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert second.get("/settings/").status_code == 200

    third = Client()
    log_in(third)
    third.post("/accounts/2fa/authenticate/", {"code": code})
    assert third.get("/settings/").status_code == 302, "a recovery code works once"


@pytest.mark.django_db
def test_sessions_are_listed_and_ended(make_person) -> None:
    make_person("ada")
    here, there = Client(), Client(headers={"user-agent": "Vreemde browser"})
    log_in(here)
    log_in(there)
    assert UserSession.objects.count() == 2
    assert "Vreemde browser" in here.get("/accounts/sessions/").content.decode()
    here.post("/accounts/sessions/")
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302


@pytest.mark.django_db
def test_password_reset_by_mail(make_person) -> None:
    make_person("ada", language="nl")
    client = Client()
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    [message] = outbox.outbox
    assert "nieuw wachtwoord" in message.subject
    address = next(word for word in message.body.split() if "/password/reset/key/" in word)
    form = client.get("/" + address.split("/", 3)[3], follow=True)
    new = {"password1": "drie rode dozen vol", "password2": "drie rode dozen vol"}
    client.post(form.request["PATH_INFO"], new)
    assert log_in(Client(), password="drie rode dozen vol").status_code == 302


@pytest.mark.django_db
def test_an_unknown_address_gets_the_same_answer_and_no_mail(make_person) -> None:
    make_person("ada")
    known, unknown = (
        Client().post("/accounts/password/reset/", {"email": f"{name}@example.org"})
        for name in ("ada", "nobody")
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize(
    ("address", "data", "times", "longest"),
    [
        (LOG_IN, {"login": "nobody", "password": "x"}, 5, 300),
        ("/accounts/signup/", {"username": "x"}, 20, 60),
        ("/accounts/password/reset/", {"email": "who@example.org"}, 5, 60),
    ],
)
@pytest.mark.django_db
def test_too_often_is_429_with_retry_after(set_up, address, data, times, longest) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(times):
        assert client.post(address, data).status_code in (200, 302)
    answer = client.post(address, data)
    assert answer.status_code == 429
    assert longest - 20 <= int(answer["Retry-After"]) <= longest
    assert b"site-header" in answer.content, "in our look"


@pytest.mark.django_db
def test_the_limit_of_one_address_does_not_shut_out_another(make_person) -> None:
    make_person("ada")
    rude = Client(REMOTE_ADDR="192.0.2.7")
    answers = [rude.post(LOG_IN, {"login": f"n{i}", "password": "x"}) for i in range(11)]
    assert answers[-1].status_code == 429
    assert log_in(Client(REMOTE_ADDR="192.0.2.8")).status_code == 302


@pytest.mark.django_db
def test_suspension_ends_log_ins_and_can_be_undone(make_person) -> None:
    operator, person = make_person("baas", is_steward=True), make_person("ada")
    client = Client()
    log_in(client)
    states.suspend(person, operator, "Schold anderen uit.")
    assert client.get("/settings/").status_code == 302
    assert log_in(client)["Location"] == "/accounts/inactive/?state=suspended"
    states.restore(person, operator)
    log_in(client)
    assert client.get("/settings/").status_code == 200


@pytest.mark.django_db
def test_forgetting_leaves_a_pseudonym_and_nothing_else(make_person) -> None:
    make_person("baas", is_steward=True)
    person = make_person("ada", motivation="kaarten")
    client = Client()
    log_in(client)
    forget(person)
    person.refresh_from_db()
    assert person.state == PersonState.GONE
    assert not UserSession.objects.filter(user=person).exists()
    assert (person.email, person.motivation, person.has_usable_password()) == ("", "", False)
    assert person.actor.name != "Ada"
    assert client.get("/settings/").status_code == 302
    assert client.get("/@ada/").status_code == 404


@pytest.mark.django_db
def test_operators_are_led_to_a_second_step_where_it_is_wanted(make_person, client_for) -> None:
    operator, person = make_person("baas", is_steward=True), make_person("ada")
    instances.change(operator.actor, second_factor_for_stewards=True)
    assert client_for(person).get("/settings/").status_code == 200
    client = client_for(operator)
    assert client.get("/settings/")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    totp.TOTP.activate(operator, totp.generate_totp_secret())
    assert client.get("/settings/").status_code == 200


@pytest.mark.django_db
def test_what_a_steward_typed_is_shown_when_a_second_step_is_wanted_first(
    make_person, client_for
) -> None:
    operator = make_person("baas", is_steward=True)
    client = client_for(operator)
    instances.change(operator.actor, second_factor_for_stewards=True)
    typed = {"name": "Ada", "summary": "Woorden die niet weg mogen."}
    answer = client.post("/settings/profile/", typed, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Woorden die niet weg mogen." in answer.content.decode()
    assert "/accounts/2fa/" in answer.content.decode()
    elsewhere = client.post("/settings/profile/", typed, headers={"origin": "http://evil.example"})
    assert elsewhere.status_code == 302, "what another site posts is not shown"


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["token", "session"])
def test_the_api_does_not_let_a_steward_pass_without_the_second_step(
    make_person, client_for, by: str
) -> None:
    operator = make_person("baas", is_steward=True)
    _token, secret = make_token(operator)
    client = client_for(operator)
    if by == "token":
        client = Client(headers={"authorization": f"Bearer {secret}"})
    instances.change(operator.actor, second_factor_for_stewards=True)
    refused = client.get("/api/commons/v1/me")
    assert refused.status_code == 403
    assert "detail" in refused.json()
    totp.TOTP.activate(operator, totp.generate_totp_secret())
    assert client.get("/api/commons/v1/me").json()["handle"] == "baas"


@pytest.mark.django_db
def test_passkey_ceremony_begins_for_everybody(set_up) -> None:
    client = Client()
    assert b"passkey_login" in client.get(LOG_IN).content
    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["rpId"] == "localhost"
    assert get_adapter().get_public_key_credential_rp_entity()["id"] == "localhost"
