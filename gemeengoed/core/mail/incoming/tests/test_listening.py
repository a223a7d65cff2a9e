"""Mail by real SMTP and LMTP: what is answered with 250 is kept, and what cannot be kept is refused."""

import smtplib

import pytest

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
