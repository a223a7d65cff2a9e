"""Fetching from a mailbox by real IMAP: nothing is lost, nothing is taken twice."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from gemeengoed.core.mail.incoming import mailbox
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.models import IncomingMessage
from gemeengoed.core.mail.models import Mailbox as Row

from .imap_server import PASSWORD, USER, Held, Mailbox, imap_server
from .messages import mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _commons(make_commons):
    return make_commons("werf")


@pytest.fixture
def box(settings) -> Iterator[Mailbox]:
    with imap_server() as made:
        settings.MAIL_IN = url(made.port)
        yield made


def url(port: int, folder: str = "INBOX", password: str = PASSWORD) -> str:
    return f"imap://{quote(USER, '')}:{quote(password, '')}@127.0.0.1:{port}/{folder}"


def held(words: str, **headers: str) -> Held:
    return Held(mail(words, Return_Path="<ada@example.org>", **headers))


def fetch() -> None:
    Row.objects.update(next_try=timezone.now())
    mailbox.fetch()
    process()


def test_what_is_unread_is_taken_and_marked_as_read(box, taker) -> None:
    box.messages = [held("een"), Held(mail("gelezen"), seen=True), held("twee")]
    fetch()
    assert [mail.words for mail, _ in taker.mails] == ["een", "twee"]
    assert box.unseen() == []
    fetch()
    assert len(taker.mails) == 2
    assert Row.objects.get().reached is not None


@pytest.mark.parametrize("command", ["STORE", "FETCH", "SEARCH", "LOGOUT"])
def test_a_connection_that_breaks_loses_nothing_and_doubles_nothing(box, taker, command) -> None:
    box.messages = [held("een"), held("twee")]
    box.breaks_at = command
    fetch()
    fetch()
    assert sorted(mail.words for mail, _ in taker.mails) == ["een", "twee"]
    assert box.unseen() == []
    assert IncomingMessage.objects.count() == 2


def test_when_the_server_is_away_the_next_visit_comes_later_and_later(box, taker, settings) -> None:
    settings.MAIL_IN = url(box.port, password="anders")
    waits = []
    for _ in range(3):
        fetch()
        row = Row.objects.get()
        waits.append(row.next_try - timezone.now())
    assert "wrong password" in row.last_error
    assert "anders" not in f"{row.name} {row.last_error}"
    assert waits[0] < timedelta(minutes=1) < waits[1] < timedelta(minutes=2) < waits[2]
    before = len(box.commands)
    mailbox.fetch()
    assert len(box.commands) == before, "not yet"
    settings.MAIL_IN = url(box.port)
    fetch()
    assert (Row.objects.get().failures, Row.objects.get().last_error) == (0, "")


def test_a_folder_that_is_not_there_is_said(box, settings) -> None:
    settings.MAIL_IN = url(box.port, "Werf")
    fetch()
    assert "no folder 'Werf'" in Row.objects.get().last_error


def test_the_envelope_that_the_server_noted_goes_before_what_is_written(box, taker) -> None:
    box.messages = [
        held("een", To="iedereen@example.org", X_Original_To="WERF+join@commons.example"),
        held("twee", To='Bob <bob@example.org>, "x@y" <werf@commons.example>', Cc="x@example.org"),
        held("drie", To="bob@example.org", Delivered_To="mailbox@provider.example"),
    ]
    fetch()
    rows = list(IncomingMessage.objects.order_by("pk").values_list("recipient", "outcome"))
    assert rows == [
        ("werf+join@commons.example", "taken"),
        ("werf@commons.example", "taken"),
        ("bob@example.org", "unknown address"),
    ]


def test_a_return_path_of_nobody_is_automatic(box, taker) -> None:
    box.messages = [Held(mail(Return_Path="<>"))]
    fetch()
    assert IncomingMessage.objects.get().outcome == "auto-reply"


def test_of_what_is_too_large_only_the_headers_are_fetched(box, taker, monkeypatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_BYTES", 100)
    box.messages = [held("groot" * 100)]
    fetch()
    row = IncomingMessage.objects.get()
    assert row.outcome == "too large"
    assert b"groot" not in bytes(row.raw)
    assert box.messages[0].fetched == ["BODY.PEEK[HEADER]<0.65536>"]
    assert box.unseen() == []


def test_what_was_taken_is_moved_where_that_is_asked(box, taker, settings) -> None:
    settings.MAIL_IN = f"{url(box.port)}?move=Klaar"
    box.messages = [held("een")]
    fetch()
    assert box.messages[0].folder == "Klaar"
    box.offers = ""
    fetch()
    assert "cannot move messages" in Row.objects.get().last_error


def test_while_the_disk_is_full_mail_stays_where_it_is(box, taker, settings) -> None:
    settings.DISK_RESERVE = 10**18
    box.messages = [held("een")]
    fetch()
    assert box.unseen() == [1]
    assert "no room" in Row.objects.get().last_error
    settings.DISK_RESERVE = 1
    fetch()
    assert len(taker.mails) == 1


def test_a_password_goes_in_clear_text_to_this_machine_only(monkeypatch, settings) -> None:
    with imap_server() as box:
        settings.MAIL_IN = url(box.port)
        monkeypatch.setattr(mailbox, "LOCAL", ())
        fetch()
        assert "the password stays here" in Row.objects.get().last_error
        assert not any("AUTH" in command for command in box.commands)
