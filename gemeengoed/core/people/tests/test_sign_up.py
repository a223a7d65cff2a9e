"""Making one's own account, by each of the three policies, through real HTTP."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.instance import services as instances
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Invitation, Person, PersonState
from gemeengoed.core.people.services import invitations

SIGN_UP = "/accounts/signup/"
PASSWORD = "vijf groene fietsen"


def filled_in(**other: str) -> dict[str, str]:
    return {
        "name": "Ada van Dijk",
        "username": "ada",
        "email": "ada@example.org",
        "password1": PASSWORD,
        "language": "nl",
        **other,
    }


@pytest.fixture
def operator(make_person):
    return make_person("baas", is_steward=True)


def policy(operator: Person, sign_up: str) -> None:
    instances.change(operator.actor, sign_up=sign_up)


@pytest.mark.django_db
def test_open_sign_up_logs_in(operator) -> None:
    policy(operator, "open")
    client = Client()
    assert "motivation" not in client.get(SIGN_UP).context["form"].fields
    answer = client.post(SIGN_UP, filled_in(username="Ada"))
    assert answer.status_code == 302
    person = Person.objects.get(username="ada")
    assert (person.name, person.language, person.state) == ("Ada van Dijk", "nl", "active")
    assert client.get("/settings/").status_code == 200
    assert EmailAddress.objects.get(user=person).verified is False


@pytest.mark.django_db
def test_approval_waits_and_is_told_so(operator) -> None:
    policy(operator, "approval")
    client = Client()
    assert "motivation" in client.get(SIGN_UP).context["form"].fields
    answer = client.post(SIGN_UP, filled_in(motivation="Ik maak kaarten."), follow=True)
    assert b"wacht op goedkeuring" in answer.content or b"waits for approval" in answer.content
    person = Person.objects.get(username="ada")
    assert person.state == PersonState.WAITING
    assert "session" not in client.cookies
    answer = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert answer["Location"] == "/accounts/inactive/?state=waiting"
    assert client.get("/settings/").status_code == 302
    assert client.get("/@ada/").status_code == 404


@pytest.mark.django_db
def test_operator_approves(operator, client_for) -> None:
    policy(operator, "approval")
    Client().post(SIGN_UP, filled_in(motivation="Ik maak kaarten."))
    operating = client_for(operator)
    page = operating.get("/settings/server/people/ada/").content.decode()
    assert "Ik maak kaarten." in page
    assert operating.post("/settings/server/people/ada/approve/").status_code == 302
    entry = LogEntry.objects.latest("pk")
    assert (entry.act, entry.words["object"], entry.owner.handle) == (
        "person.approved",
        "/@ada/",
        "instance",
    )
    client = Client()
    client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert client.get("/settings/").status_code == 200


@pytest.mark.django_db
def test_decline_needs_a_reason_and_forgets(operator, client_for) -> None:
    policy(operator, "approval")
    Client().post(SIGN_UP, filled_in(motivation="Ik maak kaarten."))
    operating = client_for(operator)
    address = "/settings/server/people/ada/decline/"
    assert operating.post(address, {"reason": ""}).status_code == 422
    assert Person.objects.get(username="ada").state == PersonState.WAITING
    assert operating.post(address, {"reason": "Dit is een proef."}).status_code == 302
    gone = Person.objects.get(username="ada")
    assert (gone.state, gone.email, gone.motivation) == (PersonState.GONE, "", "")
    assert "Ada" not in gone.actor.name
    entry = LogEntry.objects.get(act="person.declined")
    assert entry.words["reason"] == "Dit is een proef."
    assert "ada" not in str(entry.words).lower().replace("baas", "")


@pytest.mark.django_db
def test_by_invitation_only(operator) -> None:
    policy(operator, "invitation")
    closed = Client().get(SIGN_UP)
    assert "form" not in closed.context
    assert Client().post(SIGN_UP, filled_in()).status_code == 200
    assert not Person.objects.filter(username="ada").exists()
    _row, link = invitations.invite(operator, "ada@example.org", message=False)
    token = re.search(r"/invitation/(.+)/", link)[1]
    client = Client()
    page = client.get(f"/invitation/{token}/")
    assert page.status_code == 200
    assert f"invitation={token}" in page.content.decode()
    assert client.cookies == {}
    form = client.get(f"{SIGN_UP}?invitation={token}").context["form"]
    assert (form["invitation"].value(), form["email"].value()) == (token, "ada@example.org")
    assert client.post(SIGN_UP, filled_in(invitation=token)).status_code == 302
    person = Person.objects.get(username="ada")
    assert person.state == PersonState.ACTIVE
    assert EmailAddress.objects.get(user=person).verified, "the invitation came by that mail"
    assert Client().get(f"/invitation/{token}/").status_code == 410
    answer = Client().post(SIGN_UP, filled_in(username="bob", email="b@b.nl", invitation=token))
    assert not Person.objects.filter(username="bob").exists(), answer.status_code


@pytest.mark.django_db
def test_expired_and_unknown_invitations_say_so(operator) -> None:
    policy(operator, "invitation")
    _row, link = invitations.invite(operator)
    Invitation.objects.update(expires="2020-01-01T00:00Z")
    token = link.rstrip("/").rpartition("/")[2]
    answer = Client().get(f"/invitation/{token}/", headers={"accept-language": "nl"})
    assert answer.status_code == 410
    assert "te oud" in answer.content.decode()
    assert Client().get("/invitation/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("handle", "code"),
    [
        ("A da", "form"),
        ("x", "form"),
        ("-ada", "form"),
        ("admin", "reserved"),
        ("adrnin", "reserved"),
        ("bees", "taken"),
        ("bee5", "look-alike"),
        ("b-ees", "look-alike"),
    ],
)
@pytest.mark.django_db
def test_bad_handles_each_have_their_message(operator, make_person, handle, code) -> None:
    policy(operator, "open")
    make_person("bees")
    answer = Client().post(SIGN_UP, filled_in(username=handle, name="Ada K."))
    form = answer.context["form"]
    assert [error.code for error in form.errors.as_data()["username"]] == [code]
    page = answer.content.decode()
    assert "Ada K." in page
    assert "ada@example.org" in page, "nothing typed is lost"
    assert not Actor.objects.filter(name="Ada K.").exists()


@pytest.mark.django_db
def test_a_weak_password_is_refused(operator) -> None:
    policy(operator, "open")
    answer = Client().post(SIGN_UP, filled_in(password1="12345678"))
    assert "password1" in answer.context["form"].errors


@pytest.mark.django_db
def test_a_known_address_looks_like_a_new_one_to_who_must_wait(
    operator, make_person, settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    policy(operator, "approval")
    make_person("eva")
    known = filled_in(email="eva@example.org", motivation="Hoi")
    new = filled_in(username="bob", email="bob@example.org", motivation="Hoi")
    answers = [Client().post(SIGN_UP, data) for data in (known, new)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert not Person.objects.filter(username="ada").exists()


@pytest.mark.django_db
def test_with_a_relay_the_address_is_verified_by_a_code_first(operator, settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    policy(operator, "open")
    client = Client()
    answer = client.post(SIGN_UP, filled_in(language="en"))
    assert answer["Location"].startswith("/accounts/confirm-email/")
    assert client.get("/settings/").status_code == 302
    [message] = mail.outbox
    assert message.subject == "Your code for Gemeengoed"
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", message.body, re.MULTILINE)[1]
    client.post("/accounts/confirm-email/", {"code": code, "action": "verify"})
    assert client.get("/settings/").status_code == 200
    assert EmailAddress.objects.get(user__username="ada").verified
