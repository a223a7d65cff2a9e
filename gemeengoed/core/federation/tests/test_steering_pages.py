"""Pages and API of other servers: what they show and do, and for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.federation.models import (
    Follower,
    Host,
    Received,
    Refused,
    RemoteActor,
    RemoteObject,
    Report,
)
from gemeengoed.core.federation.steering import queries
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.permissions import may
from gemeengoed.core.people.services import make_token
from gemeengoed.core.registry import Role

from .elsewhere import Elsewhere
from .test_steering import delivery, received, said

pytestmark = pytest.mark.django_db
LIST = "/settings/server/other-servers/"
THERE = f"{LIST}there.example/"
API = "/api/commons/v1/server"
DUTCH = {"Accept-Language": "nl"}


@pytest.fixture
def baas(make_person) -> Person:
    return make_person("baas", is_steward=True)


@pytest.fixture
def operator(baas, client_for) -> Client:
    return client_for(baas)


@pytest.fixture
def ada(make_commons) -> RemoteActor:
    ada, werf = Elsewhere().know(), make_commons("werf").actor
    Follower.objects.create(remote=ada, actor=werf, uri=f"{ada.uri}/1", state="accepted")
    said(ada)
    delivery(ada, werf)
    return ada


def html(client: Client, address: str, **more: Any) -> str:
    answer = client.get(address, headers=DUTCH, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def fail(name: str, **more: Any) -> None:
    since = timezone.now() - timedelta(hours=3)
    values = {"failures": 4, "failing_since": since, "last_error": "timeout: there", **more}
    Host.objects.filter(name=name).update(**values)


def test_the_list_finds_servers_by_name_and_by_what_is_wrong(operator, ada) -> None:
    for name in ("fine.example", "slow.example", "bad.example"):
        Host.objects.create(name=name)
    fail("slow.example")
    Host.objects.filter(name="bad.example").update(measure="suspend")
    shown = {
        asked: [name for name in ("there", "fine", "slow", "bad") if f"{name}.example/" in page]
        for asked in ("", "?q=FINE", "?only=failing", "?only=blocked")
        for page in [html(operator, f"{LIST}{asked}")]
    }
    assert shown == {
        "": ["there", "fine", "slow", "bad"],
        "?q=FINE": ["fine"],
        "?only=failing": ["slow"],
        "?only=blocked": ["bad"],
    }
    assert "Er is geen server gevonden" in html(operator, f"{LIST}?q=nergens")


def test_one_page_tells_why_a_server_fails_and_what_it_sent(operator, ada) -> None:
    fail("there.example")
    today = timezone.now().date()
    received(ada, "done")
    received(ada, "dropped")
    for reason in ("json", "encoding", "clock"):
        Refused.objects.create(day=today, host="there.example", reason=reason, number=2)
    Refused.objects.create(
        day=today - timedelta(days=20), host="there.example", reason="clock", number=9
    )
    page = html(operator, THERE)
    assert "De server antwoordt niet op tijd." in page
    assert "timeout: there" in page
    assert "niet te lezen" in page
    shown = queries.server(Host.objects.get())
    assert (shown.followers, shown.backlog.waiting) == (1, 1)
    assert (len(shown.days), shown.days[-1].accepted, shown.days[-1].refused) == (14, 1, 6)
    assert [number for _words, number in shown.refused] == [4, 2]
    assert "@ada" in page


def test_a_measure_is_taken_on_the_page_and_a_missing_reason_said(operator, ada) -> None:
    answer = operator.post(f"{THERE}suspend/", {"reason": ""}, headers=DUTCH)
    assert answer.status_code == 422
    assert not Host.objects.get().measure
    answer = operator.post(f"{THERE}suspend/", {"reason": "Reclame"}, follow=True, headers=DUTCH)
    assert "openbaar logboek geschreven" in answer.content.decode()
    assert "geschorst" in answer.content.decode()
    assert operator.post(f"{THERE}suspend/", {"reason": "Nog eens"}).status_code == 422
    assert operator.post(f"{THERE}erase/", {"reason": "x"}).status_code == 404
    assert operator.get(f"{THERE}suspend/").status_code == 405


def test_a_name_leads_to_the_page_of_a_server_not_heard_of_yet(operator) -> None:
    answer = operator.post(LIST, {"name": "Bad.Example"})
    assert answer.headers["Location"] == f"{LIST}bad.example/"
    assert operator.post(LIST, {"name": "no server"}).status_code == 422
    assert operator.get(f"{LIST}nowhere.example/").status_code == 404


def test_what_somebody_said_is_hidden_and_removed_on_its_page(operator, ada) -> None:
    thing = RemoteObject.objects.get()
    address = f"/settings/server/other-words/{thing.pk}/"
    assert "Mooi" in html(operator, f"/settings/server/other-people/{ada.pk}/")
    assert operator.post(address, {"verb": "hide", "reason": ""}).status_code == 422
    assert operator.post(address, {"verb": "hide", "reason": "Grof"}).status_code == 302
    assert "Weer tonen" in html(operator, address)
    operator.post(address, {"verb": "remove", "reason": "Grof"})
    assert "Mooi" not in html(operator, address)
    assert operator.post(address, {"verb": "eat", "reason": "Grof"}).status_code == 404


def test_reports_tell_what_they_are_about_until_seen_to(operator, ada) -> None:
    thing = RemoteObject.objects.get()
    named = [thing.uri, "http://localhost/@werf/publications/x/"]
    report = Report.objects.create(
        uri=f"{ada.uri}/flag", remote=ada, objects_named=named, words="<b>Dit</b> is reclame"
    )
    page = html(operator, "/settings/server/reports/")
    assert "&lt;b&gt;Dit&lt;/b&gt; is reclame" in page
    assert f"/settings/server/other-words/{thing.pk}/" in page
    assert "/@werf/publications/x/" in page
    assert "1 melding wacht" in html(operator, LIST)
    operator.post(f"/settings/server/reports/{report.pk}/seen/")
    assert "is reclame" not in html(operator, "/settings/server/reports/")
    assert "is reclame" in html(operator, "/settings/server/reports/?handled=1")


def test_the_backlog_page_shows_the_queues_of_federation(operator, ada) -> None:
    page = html(operator, "/settings/server/backlog/")
    assert "Naar andere servers, aan de beurt" in page
    assert "Van andere servers, nog niet bewezen" in page


def queries_for(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("address", [LIST, THERE, "/settings/server/reports/"])
def test_a_page_asks_no_more_of_the_database_when_there_is_more(operator, ada, address) -> None:
    Report.objects.create(uri=f"{ada.uri}/flag", remote=ada, objects_named=["x"])
    few = queries_for(operator, address)
    for number in range(12):
        who = Elsewhere(uri=f"https://s{number}.example/users/bob").know()
        RemoteActor.objects.create(
            uri=f"{ada.uri}{number}", host=ada.host, type="Person", username=f"u{number}", inbox="x"
        )
        Report.objects.create(uri=f"{who.uri}/flag", remote=who, objects_named=[f"x{number}"])
    assert queries_for(operator, address) == few
    assert few <= 16


ACTS = ("federation.see", "federation.measure", "federation.moderate", "instance.see_figures")


@pytest.mark.parametrize("act", ACTS)
def test_only_active_operators_may(baas, make_person, act) -> None:
    assert registry.least_role(act) == Role.OPERATOR
    assert may(baas, act)
    for person in (make_person("bob"), make_person("weg", is_steward=True, state="suspended")):
        assert not may(person, act)
    assert not may(None, act)


def test_nobody_else_sees_or_does_anything(ada, make_person, client_for) -> None:
    report = Report.objects.create(uri=f"{ada.uri}/flag", remote=ada)
    thing = RemoteObject.objects.get()
    words = f"/settings/server/other-words/{thing.pk}/"
    person = f"/settings/server/other-people/{ada.pk}/"
    seen = f"/settings/server/reports/{report.pk}/seen/"
    steward = Person.objects.get(actor__handle="werf-steward")
    for who, status in ((make_person("bob"), 403), (steward, 403), (None, 302)):
        client = client_for(who)
        for address in (LIST, THERE, person, words, "/settings/server/reports/"):
            assert client.get(address).status_code == status
        for address in (
            LIST,
            f"{THERE}suspend/",
            f"{THERE}again/",
            f"{person}suspend/",
            words,
            seen,
        ):
            given = {"reason": "x", "verb": "remove", "name": "x.example"}
            assert client.post(address, given).status_code == 403
    assert Host.objects.get().measure == ""
    assert RemoteObject.objects.get().gone is None
    assert Report.objects.get().handled is None


def call(person: Person | None, method: str, path: str, body: Any = None) -> Any:
    headers = {}
    if person is not None:
        headers["Authorization"] = f"Bearer {make_token(person, 'test', ['read', 'write'])[1]}"
    return Client().generic(
        method, f"{API}{path}", body or b"", content_type="application/json", headers=headers
    )


def test_the_api_does_the_same(baas, ada, make_person) -> None:
    reason = b'{"reason": "Reclame"}'
    thing, report = RemoteObject.objects.get(), Report.objects.create(uri="x", remote=ada)
    bob = make_person("bob")
    asked = [
        ("GET", "/other-servers?asked=there", None),
        ("GET", "/other-servers/there.example", None),
        ("GET", "/other-servers/there.example/people", None),
        ("GET", f"/other-people/{ada.pk}/words", None),
        ("GET", "/reports", None),
        ("POST", f"/other-words/{thing.pk}/hide", reason),
        ("POST", f"/reports/{report.pk}/seen", None),
        ("POST", f"/other-people/{ada.pk}/silence", reason),
        ("POST", "/other-servers/there.example/again", b"{}"),
        ("POST", "/other-servers/new.example/suspend", reason),
    ]
    for method, path, body in asked:
        assert call(None, method, path, body).status_code == 401
        assert call(bob, method, path, body).status_code == 403
        answer = call(baas, method, path, body)
        assert answer.status_code == 200, (path, answer.content)
    assert call(baas, "POST", "/other-servers/there.example/suspend", b"{}").status_code == 422
    assert call(baas, "GET", "/other-servers/nowhere.example").status_code == 404
    assert Host.objects.get(name="new.example").measure == "suspend"
    assert len(call(baas, "GET", "/other-servers/there.example").json()["days"]) == 14
    assert not Received.objects.exists()
