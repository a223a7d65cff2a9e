"""Mail by real SMTP and LMTP: what is answered with 250 is kept, and what cannot be kept is refused."""

import smtplib
import ssl
from collections import deque

import pytest
from django.db import connection

from gemeengoed.core.mail.incoming import door, session
from gemeengoed.core.mail.models import IncomingMessage, IncomingState

pytestmark = pytest.mark.django_db(transaction=True)

LETTER = (
    "From: Ada Lovelace <ada@example.org>\r\nTo: werf@commons.example\r\nSubject: Vraag\r\n"
    "Message-ID: <1@example.org>\r\n\r\nWanneer is de bijeenkomst?\r\n.een punt vooraan\r\n"
)


@pytest.fixture(autouse=True)
def _commons(make_commons):
    return make_commons("werf")


def test_what_is_answered_with_250_is_kept_and_taken(listening, taker) -> None:
    listening().sendmail("ada@example.org", ["Werf@Commons.Example"], LETTER)
    row = IncomingMessage.objects.get()
    assert (row.sender, row.recipient) == ("ada@example.org", "werf@commons.example")
    assert (row.state, row.outcome) == (IncomingState.TAKEN, "taken")
    [(mail, key)] = taker.mails
    assert key == "werf"
    assert (mail.name, mail.address, mail.subject) == ("Ada Lovelace", "ada@example.org", "Vraag")
    assert mail.words == "Wanneer is de bijeenkomst?\n.een punt vooraan"
    assert (mail.message_id, mail.language) == ("<1@example.org>", "nl")
    assert bytes(row.raw).startswith(b"Return-Path: <ada@example.org>\r\nReceived: from ")


def test_the_same_message_brought_twice_is_taken_once(listening, taker) -> None:
    client = listening()
    for _ in range(2):
        client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    assert IncomingMessage.objects.count() == 1
    assert len(taker.mails) == 1


def test_an_unknown_address_is_refused_at_once(listening, taker) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        listening().sendmail("ada@example.org", ["nobody@commons.example"], LETTER)
    assert refused.value.recipients["nobody@commons.example"][0] == 550
    assert not IncomingMessage.objects.exists()


def test_by_lmtp_each_recipient_has_an_answer_of_its_own(listening, taker, make_commons) -> None:
    make_commons("dijk")
    client = listening("lmtp")
    client.ehlo("relay.example")
    client.mail("ada@example.org")
    assert client.rcpt("werf@commons.example")[0] == 250
    assert client.rcpt("nobody@commons.example")[0] == 550
    assert client.rcpt("dijk@commons.example")[0] == 250
    code, said = client.data(LETTER)
    assert (code, said) == (250, b"2.0.0 Kept")
    assert client.getreply() == (250, b"2.0.0 Kept"), "the second recipient"
    assert {key for _, key in taker.mails} == {"werf", "dijk"}
    assert client.noop()[0] == 250


def test_addresses_are_refused_that_nobody_can_have(listening, taker) -> None:
    client = listening()
    client.ehlo()
    client.mail("ada@example.org")
    token = "a" * 25
    for address, code in {
        "werf@elsewhere.example": 550,
        f"bounce+{token}@commons.example": 550,
        f"letters+{token}@commons.example": 550,
        "confirm+kort@commons.example": 550,
        "werf+onbekend@commons.example": 550,
        "werf-steward@commons.example": 550,
        "mailer-daemon@commons.example": 550,
        f"CONFIRM+{token.upper()}@Commons.Example": 250,
        "WERF+Join@commons.example": 250,
        "PostMaster@commons.example": 250,
        f"prvs=1234abcdef=confirm+{token}@commons.example": 250,
        f"SRS0=ab12=cd=commons.example=confirm+{token}@commons.example": 250,
        "postmaster": 250,
    }.items():
        assert client.rcpt(address)[0] == code, address


def test_too_large_too_many_and_too_long_are_refused_and_the_session_goes_on(
    listening, taker
) -> None:
    client = listening()
    client.ehlo()
    assert client.esmtp_features["size"] == str(25 * 1024 * 1024)
    assert client.mail("ada@example.org", ["SIZE=30000000"])[0] == 552
    client.mail("ada@example.org")
    client.rcpt("werf@commons.example")
    code, said = client.data(b"Subject: groot\r\n\r\n" + (b"a" * 998 + b"\r\n") * 27_000)
    assert (code, said[:5]) == (552, b"5.3.4")
    client.mail("ada@example.org")
    client.rcpt("werf@commons.example")
    assert client.data(b"a" * 70_000 + b".\r\nMAIL FROM:<x@x.example>\r\n")[0] == 500
    assert client.docmd("x" * 2000)[0] == 500
    assert not IncomingMessage.objects.exists()
    client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    assert len(taker.mails) == 1


def test_ten_thousand_recipients_are_asked_to_come_back_then_to_leave(listening, taker) -> None:
    client = listening()
    client.ehlo()
    client.mail("ada@example.org")
    codes = [
        client.rcpt(f"werf+{'join' if n % 2 else 'JOIN'}@commons.example")[0] for n in range(40)
    ]
    assert codes == [250] * 20 + [452] * 20
    with pytest.raises(smtplib.SMTPServerDisconnected):
        deque((client.rcpt("werf@commons.example") for _ in range(10_000)), maxlen=0)


def test_whoever_asks_for_many_addresses_that_nobody_has_is_sent_away(listening, taker) -> None:
    client = listening()
    client.ehlo()
    client.mail("ada@example.org")
    codes = [client.rcpt(f"nobody{number}@commons.example")[0] for number in range(51)]
    assert codes == [550] * 50 + [421]


def test_one_peer_brings_so_many_a_minute_and_no_more(listening, taker) -> None:
    client = listening("smtp", "rate=2")
    client.ehlo()
    for code in (250, 250, 450):
        assert client.mail("ada@example.org")[0] == code
        client.rset()


def test_one_peer_has_so_many_connections_and_no_more(listening, taker, monkeypatch) -> None:
    monkeypatch.setattr(door, "MOST_OF_ONE_PEER", 2)
    first = listening()
    port = first.sock.getpeername()[1]
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as second:
        assert second.noop()[0] == 250
        with pytest.raises(smtplib.SMTPConnectError, match="421"):
            smtplib.SMTP("127.0.0.1", port, timeout=10)
    first.quit()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as again:
        assert again.noop()[0] == 250


def test_when_memory_or_disk_is_full_mail_is_to_come_later(
    listening, taker, settings, monkeypatch
) -> None:
    client = listening()
    monkeypatch.setattr(session, "MOST_IN_MEMORY", 10)
    with pytest.raises(smtplib.SMTPDataError, match="452"):
        client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    monkeypatch.undo()
    settings.DISK_RESERVE = 10**18
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    settings.DISK_RESERVE = 1
    client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    assert len(taker.mails) == 1


def test_while_the_database_is_away_mail_is_to_come_later(listening, taker) -> None:
    client = listening()
    client.ehlo()
    client.mail("ada@example.org")
    client.rcpt("werf@commons.example")
    table = IncomingMessage._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
    try:
        assert client.data(LETTER)[0] == 451
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {table}")
    client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    assert len(taker.mails) == 1


def test_a_session_is_encrypted_when_the_other_side_can(listening, taker, certificate) -> None:
    chain, key = certificate
    client = listening("smtp", f"certificate={chain}&key={key}")
    client.starttls(context=ssl.create_default_context(cafile=chain))
    client.sendmail("ada@example.org", ["werf@commons.example"], LETTER)
    assert b" with ESMTPS; " in bytes(IncomingMessage.objects.get().raw)
    assert "auth" not in client.esmtp_features


def test_what_a_peer_says_of_itself_cannot_add_a_header(listening, taker) -> None:
    client = listening()
    client.ehlo("ik) X-Loop: <x@commons.example>")
    client.sendmail("<ada@example.org>", ["werf@commons.example"], LETTER)
    above = bytes(IncomingMessage.objects.get().raw).partition(b"From:")[0].decode()
    assert len(above.splitlines()) == 3
    assert len(taker.mails) == 1


def test_the_null_sender_is_kept_as_nobody(listening, taker) -> None:
    listening().sendmail("", ["werf@commons.example"], LETTER)
    row = IncomingMessage.objects.get()
    assert (row.sender, row.outcome) == ("", "auto-reply")
