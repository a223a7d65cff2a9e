"""Nobody learns by trying who has an account here."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail as outbox
from django.test import Client

from gemeengoed.core.instance import services as instances
from gemeengoed.core.people.models import Person

PASSWORD = "a long enough password"
pytestmark = pytest.mark.django_db


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch, settings) -> list[str]:
    """One item for each argon2 that was computed; they are computed for real."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    made: list[str] = []
    real = Argon2PasswordHasher.encode

    def encode(self, password, salt):
        made.append("encode")
        return real(self, password, salt)

    def verify(self, password, encoded):
        made.append("verify")
        return real_verify(self, password, encoded)

    real_verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", verify)
    return made


@pytest.mark.parametrize(
    "login", ["ada", "ada@example.org", "nobody", "nobody@example.org", "twin@example.org", "blank"]
)
def test_each_attempt_to_log_in_takes_one_hash(make_person, hashes, login) -> None:
    make_person("ada")
    for handle in ("bob", "cem"):
        person = make_person(handle)
        EmailAddress.objects.create(user=person, email="twin@example.org", verified=False)
    person = make_person("blank")
    person.set_unusable_password()
    person.save()
    hashes.clear()
    answer = Client().post("/accounts/login/", {"login": login, "password": "wrong password"})
    assert answer.status_code == 200
    assert len(hashes) == 1


def sign_up(email: str, name: str):
    return Client().post(
        "/accounts/signup/",
        {
            "name": "Somebody",
            "username": name,
            "email": email,
            "password1": PASSWORD,
            "language": "nl",
            "motivation": "Because",
        },
    )


@pytest.mark.parametrize("policy", ["open", "approval"])
def test_a_taken_address_answers_as_a_free_one(make_person, hashes, policy) -> None:
    ada = make_person("ada", is_steward=True)
    instances.change(ada.actor, sign_up=policy)
    answers, counts = [], []
    for email, name in (("ada@example.org", "first"), ("free@example.org", "second")):
        hashes.clear()
        answers.append(sign_up(email, name))
        counts.append(len(hashes))
    one, other = answers
    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])
    assert counts == [1, 1]
    assert "ada@example.org" not in one.content.decode()


def test_the_address_still_opens_the_account_of_who_verified_it(make_person) -> None:
    ada = make_person("ada", is_steward=True)
    instances.change(ada.actor, sign_up="open")
    sign_up("ada@example.org", "mallory")
    client = Client()
    client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(Person.objects.get(username="ada").pk)


@pytest.mark.parametrize("path", ["/accounts/password/reset/"])
def test_letters_hold_our_address_whatever_port_was_asked(make_person, settings, path) -> None:
    make_person("ada")
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    Client().post(path, {"email": "ada@example.org"}, headers={"host": "localhost:6666"})
    assert "6666" not in outbox.outbox[-1].body
    assert f"{settings.BASE_URL}/accounts/password/reset/key/" in outbox.outbox[-1].body
