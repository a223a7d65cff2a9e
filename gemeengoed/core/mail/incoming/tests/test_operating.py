"""What operators see of mail that came in, what they do with it, and how long it stays."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.mail.incoming import checks, keeping
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.incoming.source import Source, parse
from gemeengoed.core.mail.models import IncomingMessage, Mailbox
from gemeengoed.core.people.services import make_token

from .messages import mail

LIST = "/settings/server/mail/incoming/"


@pytest.fixture
def row(db, make_commons) -> IncomingMessage:
    make_commons("werf")
    receive("ada@example.org", "werf@commons.example", mail("<script>alert(1)</script> Dag"))
    return IncomingMessage.objects.get()


@pytest.fixture
def operator(make_person, client_for) -> Client:
    return client_for(make_person("baas", is_steward=True))


def state(row: IncomingMessage) -> str:
    row.refresh_from_db()
    return f"{row.state} {row.outcome}".strip()


def test_operators_see_what_came_in_and_nothing_of_it_runs(row, operator, taker) -> None:
    process()
    assert "ada@example.org" in operator.get(LIST).content.decode()
    assert "ada@example.org" not in operator.get(f"{LIST}?state=failed").content.decode()
    page = operator.get(f"{LIST}{row.pk}/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    raw = operator.get(f"{LIST}{row.pk}/raw/")
    assert raw.content == bytes(row.raw)
    assert raw["Content-Type"] == "text/plain; charset=utf-8"
    assert raw["Content-Security-Policy"].startswith("sandbox;")
    assert raw["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_sees_or_does_anything(row, make_person, client_for) -> None:
    for client in (client_for(make_person("bob")), client_for(None)):
        for path in ("", f"{row.pk}/", f"{row.pk}/raw/"):
            assert client.get(f"{LIST}{path}").status_code in (302, 403)
        assert client.post(f"{LIST}{row.pk}/drop/").status_code in (302, 403)
    assert state(row) == "waiting"


def test_a_message_can_be_dropped_and_tried_again(row, operator, taker) -> None:
    operator.post(f"{LIST}{row.pk}/drop/")
    assert state(row) == "dropped by an operator"
    assert (
        "weggelegd door een beheerder"
        in operator.get(f"{LIST}{row.pk}/", headers={"Accept-Language": "nl"}).content.decode()
    )
    operator.post(f"{LIST}{row.pk}/again/")
    process()
    assert state(row) == "taken taken"
    dutch = {"Accept-Language": "nl"}
    answer = operator.post(f"{LIST}{row.pk}/again/", follow=True, headers=dutch)
    assert "inmiddels een andere status" in answer.content.decode()
    assert operator.post(f"{LIST}{row.pk}/erase/").status_code == 404
    assert operator.get(f"{LIST}{row.pk}/drop/").status_code == 405
    assert len(taker.mails) == 1


def test_what_is_being_read_now_cannot_be_dropped(row, operator) -> None:
    IncomingMessage.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    operator.post(f"{LIST}{row.pk}/drop/")
    assert state(row) == "waiting"


def test_the_same_by_the_api(row, make_person, client, taker) -> None:
    token = make_token(make_person("baas", is_steward=True), "test", ["read", "write"])[1]
    headers = {"Authorization": f"Bearer {token}"}
    base = "/api/commons/v1/server/mail/incoming"
    [listed] = client.get(f"{base}?state=waiting", headers=headers).json()
    assert (listed["id"], listed["sender"]) == (row.pk, "ada@example.org")
    assert client.get(f"{base}?before={row.pk}", headers=headers).json() == []
    answer = client.post(f"{base}/{row.pk}/drop", headers=headers)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "by an operator")
    assert client.post(f"{base}/{row.pk}/drop", headers=headers).status_code == 422
    assert client.get(base).status_code == 401


def test_what_waits_and_what_failed_stands_on_the_page_about_the_background(row, operator) -> None:
    IncomingMessage.objects.update(state="failed", last_error="ValueError: stuk")
    page = operator.get("/settings/server/backlog/", headers={"Accept-Language": "nl"})
    assert "Mail die binnenkwam" in page.content.decode()
    assert "ValueError: stuk" in page.content.decode()


def test_mail_goes_after_its_time(row) -> None:
    for age, kept in {
        ("taken", 29): 1,
        ("taken", 31): 0,
        ("dropped", 6): 1,
        ("dropped", 8): 0,
        ("failed", 31): 0,
        ("waiting", 400): 1,
    }.items():
        IncomingMessage.objects.all().delete()
        received = timezone.now() - timedelta(days=age[1])
        IncomingMessage.objects.create(
            digest="x", recipient="y", raw=b"", state=age[0], received=received
        )
        keeping.sweep()
        assert IncomingMessage.objects.count() == kept, age


def test_a_person_gets_and_erases_what_they_wrote(row, make_person) -> None:
    process()
    person = make_person("ada")
    [held] = [
        data
        for data in registry.get("mail").personal_data
        if str(data.what) == "Mail that you wrote to this server"
    ]
    [written] = held.export(person.pk)
    assert written["recipient"] == "werf@commons.example"
    held.erase(person.pk)
    assert not IncomingMessage.objects.exists()


def test_what_is_still_to_be_read_is_not_erased_unless_it_is_being_read(row) -> None:
    assert keeping.forget("ADA@example.org") == 0
    IncomingMessage.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert keeping.forget("ADA@example.org") == 1


def findings() -> list[tuple[str, str]]:
    return [*checks.comes_in(), *checks.is_read()]


@pytest.fixture
def greeting() -> Iterator[list[bytes]]:
    """`greeting = [text, port]` of a server that says only that."""
    said: list = [b"220 commons.example Gemeengoed\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        said.append(listener.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(said[0])

        threading.Thread(target=serve, daemon=True).start()
        yield said


@pytest.mark.django_db
def test_the_check_says_whether_this_server_listens(settings, greeting) -> None:
    assert findings()[0][0] == "warning"
    settings.MAIL_IN = f"smtp://127.0.0.1:{greeting[1]}"
    assert findings() == [
        ("good", f"This server listens for mail on {settings.MAIL_IN}."),
        ("good", "0 messages that came in wait."),
    ]
    greeting[0] = b"220 mx.example.org ESMTP Postfix\r\n"
    assert findings()[0][0] == "error"
    assert "Postfix" in findings()[0][1]
    settings.MAIL_IN = "smtp://127.0.0.1:1"
    assert "does `gemeengoed work` run?" in findings()[0][1]


@pytest.mark.django_db
def test_the_check_says_how_it_goes_with_the_mailbox(settings) -> None:
    settings.MAIL_IN = "imaps://werf%40x:geheim@mail.example/Werf"
    assert "has not been looked at yet" in findings()[0][1]
    row = Mailbox.objects.create(name="imaps://mail.example:993/Werf", failures=2, last_error="weg")
    assert findings()[0][0] == "error"
    assert "(weg)" in findings()[0][1]
    Mailbox.objects.update(failures=0)
    assert findings()[0][0] == "error"
    Mailbox.objects.update(reached=timezone.now())
    assert findings()[0][0] == "good"
    assert "geheim" not in str(findings())
    assert row.name in findings()[0][1]


def test_the_check_says_what_waits_too_long_and_what_failed(row) -> None:
    IncomingMessage.objects.update(received=timezone.now() - timedelta(hours=1))
    assert [level for level, _ in checks.is_read()] == ["error"]
    IncomingMessage.objects.update(state="failed")
    assert [level for level, _ in checks.is_read()] == ["good", "warning"]


WRONG = {
    "http://host": "smtp://host:port",
    "smtp://": "smtp://host:port",
    "smtp://127.0.0.1": "a port",
    "smtp://127.0.0.1:x": "number",
    "smtp://user@127.0.0.1:8025": "host and a port only",
    "smtp://127.0.0.1:8025?colour=red": "no 'colour'",
    "smtp://127.0.0.1:8025?certificate=/x": "together",
    "smtp://127.0.0.1:8025?rate=much": "rate",
    "lmtp://127.0.0.1:8024?move=Done": "no 'move'",
    "imaps://host/INBOX": "user and password",
    "imaps://u:p@host/Één": "plain letters",
}


@pytest.mark.parametrize("url", WRONG)
def test_a_wrong_source_of_mail_is_refused_in_words(url) -> None:
    with pytest.raises(ValueError, match="GEMEENGOED_MAIL_IN") as refused:
        parse(url)
    assert WRONG[url] in str(refused.value)


def test_a_source_of_mail_is_read_whole() -> None:
    assert parse("imaps://a%40b:p%2Fw@host/In%20box?move=Done&trust=mx") == Source(
        "imaps", "host", 993, "a@b", "p/w", "In box", trust="mx", move="Done"
    )
    assert parse("lmtp://[::1]:8024").name == "lmtp://[::1]:8024"
    assert (parse("smtp://0.0.0.0:25").rate, parse("lmtp://0.0.0.0:24").rate) == (120, 0)
    assert parse("imap://u:p@localhost").name == "imap://localhost:143/INBOX"
