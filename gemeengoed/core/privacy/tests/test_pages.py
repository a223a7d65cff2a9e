"""Privacy, accessibility, security.txt; what is held on me; leaving."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons, Membership
from gemeengoed.core.commons.services.membership import add_member
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.log.services import append, verify
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.privacy import queries, services

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    make_person("olga", is_steward=True)
    return make_person("ada", language="en")


@pytest.fixture
def logged_in(ada: Person) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    return client


def confirmed(client: Client) -> HttpResponse:
    """The answer to giving up the account, with the password given again as asked."""
    asked = client.post("/settings/privacy/delete/")
    return client.post(asked["Location"], {"password": PASSWORD})


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_register_holds_all_that_is_declared(
    ada: Person, client: Client, language: str
) -> None:
    html = text(client, "/privacy/register/", **{"Accept-Language": language})
    declared = [one for part in registry.capabilities() for one in part.personal_data]
    assert len(declared) >= 5
    with translation.override(language):
        for one in declared:
            for words in (one.what, one.why, one.ground, one.how_long):
                assert escape(str(words)) in html


def test_who_is_responsible(ada: Person, client: Client) -> None:
    html = text(client, "/privacy/", **{"Accept-Language": "en"})
    assert '<a href="/@olga/">Olga</a>' in html
    assert '<a href="/@ada/">' not in html


@pytest.mark.parametrize("address", ["/accessibility/", "/toegankelijkheid/"])
def test_the_accessibility_statement(ada: Person, client: Client, address: str) -> None:
    assert "EN 301 549" in text(client, address)


def test_security_txt(ada: Person, client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"].startswith("http")
    expires = datetime.fromisoformat(fields["Expires"])
    assert datetime.now(UTC) < expires < datetime.now(UTC) + timedelta(days=365)


def test_my_data_needs_a_log_in(ada: Person, client: Client) -> None:
    for page in ("", "download/", "delete/"):
        answer = client.get(f"/settings/privacy/{page}")
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_the_download_holds_what_is_held(
    ada: Person, logged_in: Client, make_commons: Callable[..., Commons]
) -> None:
    werf = make_commons("werf")
    append(werf.actor, "test.done", None, reason="About Ada", concerns=[ada.actor])
    own = store_image(picture(name="me.png"), ada.actor, ada.actor)
    answer = logged_in.get("/settings/privacy/download/")
    assert "attachment" in answer["Content-Disposition"]
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as zipped:
        assert zipped.testzip() is None
        names = zipped.namelist()
        held = {name: json.loads(zipped.read(name)) for name in names if name.endswith(".json")}
        assert zipped.read("pictures/" + own.storage_name.rpartition("/")[2])
    assert all(set(one) == {"what", "why", "ground", "how_long", "rows"} for one in held.values())
    everything = json.dumps(held)
    for mine in ("About Ada", "me.png", "ada@example.org"):
        assert mine in everything
    assert "olga@example.org" not in everything


def test_every_declared_export_gives_rows(ada: Person) -> None:
    for part in queries.register():
        for held in part.held:
            if held.export is not None:
                assert all(isinstance(row, dict) for row in held.export(ada.pk))


def test_leaving_erases_and_keeps_shared_work(
    ada: Person, logged_in: Client, make_commons: Callable[..., Commons]
) -> None:
    werf = make_commons("werf")
    with transaction.atomic():
        add_member(werf, ada)
    entry = append(werf.actor, "test.done", ada.actor, reason="Ada did this")
    shared = store_image(picture(name="from-ada.png"), werf.actor, ada.actor)
    store_image(picture(seed=2), ada.actor, ada.actor)
    answer = confirmed(logged_in)
    assert "Your account is gone" in answer.content.decode()
    actor, person = Actor.objects.get(handle="ada"), Person.objects.get(pk=ada.pk)
    entry.refresh_from_db()
    shared.refresh_from_db()
    assert actor.gone
    assert "Ada" not in actor.name
    assert (person.state, person.email) == (PersonState.GONE, "")
    assert entry.words is None
    assert not LogEntry.objects.filter(concerns=actor).exists()
    assert (shared.uploader, shared.original_name) == (None, "")
    assert not MediaFile.objects.filter(owner=actor).exists()
    assert not Membership.objects.filter(person=person).exists()
    assert verify() == []
    assert logged_in.get("/settings/privacy/").status_code == 302
    assert not logged_in.login(username="ada", password=PASSWORD)


def test_the_password_is_asked_again(ada: Person, client_for: Callable[..., Client]) -> None:
    client = client_for(ada)
    assert client.get("/settings/privacy/delete/").status_code == 200
    answer = client.post("/settings/privacy/delete/")
    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert Person.objects.get(pk=ada.pk).state == PersonState.ACTIVE
    client.post(answer["Location"], {"password": "not this one"})
    assert Person.objects.get(pk=ada.pk).state == PersonState.ACTIVE
    client.post(answer["Location"], {"password": PASSWORD})
    assert Person.objects.get(pk=ada.pk).state == PersonState.GONE


def test_a_last_steward_is_told_what_to_do_first(
    ada: Person,
    logged_in: Client,
    make_commons: Callable[..., Commons],
    make_person: Callable[..., Person],
) -> None:
    werf = make_commons("werf", steward=ada)
    with transaction.atomic():
        add_member(werf, make_person("bob"))
    assert len(queries.reasons_to_stay(ada)) == 1
    assert "last steward of Werf" in text(logged_in, "/settings/privacy/delete/")
    answer = confirmed(logged_in)
    assert answer.status_code == 409
    assert "last steward of Werf" in answer.content.decode()
    assert Person.objects.get(pk=ada.pk).state == PersonState.ACTIVE
    assert Membership.objects.filter(person=ada).exists()


def test_the_last_operator_cannot_leave(make_person: Callable[..., Person]) -> None:
    olga = make_person("olga", is_steward=True)
    with pytest.raises(ValidationError):
        services.give_up(olga)
    assert Person.objects.get(pk=olga.pk).state == PersonState.ACTIVE


def test_it_is_all_or_nothing(ada: Person, make_commons: Callable[..., Commons]) -> None:
    werf = make_commons("werf")
    entry = append(werf.actor, "test.done", ada.actor, reason="Ada did this")
    Person.objects.filter(username="olga").update(is_steward=False)
    Person.objects.filter(pk=ada.pk).update(is_steward=True)
    ada.refresh_from_db()
    with pytest.raises(ValidationError):
        services.give_up(ada)
    entry.refresh_from_db()
    assert entry.words is not None


def test_the_settings_lead_there(ada: Person, logged_in: Client) -> None:
    assert "/settings/privacy/" in text(logged_in, "/settings/")
