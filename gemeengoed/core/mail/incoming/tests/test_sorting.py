"""What is automatic is recognised and never handed on; what somebody wrote is (RFC 3834)."""

import pytest

from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.models import Copy, IncomingMessage, Mailing, OutgoingMessage

from .messages import bounce, complaint, mail

pytestmark = pytest.mark.django_db
SENDER = "ada@example.org"


@pytest.fixture(autouse=True)
def _commons(make_commons):
    return make_commons("werf")


def outcome(raw: bytes, sender: str = SENDER, to: str = "werf@commons.example") -> str:
    receive(sender, to, raw)
    process()
    return IncomingMessage.objects.latest("pk").outcome


AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated; x=y"},
    {"Subject": "Automatisch antwoord: Brief van november"},
    {"Subject": "Automatic reply: Brief"},
    {"Subject": "=?utf-8?q?Afwezigheidsbericht=3A_Brief?="},
    {"Subject": "Out of Office: Brief"},
    {"Subject": "Auto: Brief"},
    {"Subject": "Niet aanwezig: Brief"},
    {"X_Autoreply": "yes"},
    {"X_Autorespond": "Brief"},
    {"Precedence": "auto_reply"},
    {"From": "noreply@example.org"},
    {"From": "No Reply <do-not-reply@example.org>"},
]


@pytest.mark.parametrize("headers", AUTOMATIC, ids=str)
def test_an_automatic_answer_is_dropped(taker, headers) -> None:
    assert outcome(mail(**headers)) == "auto-reply"
    assert taker.mails == []


def test_mail_that_must_not_be_answered_is_automatic(taker) -> None:
    assert outcome(mail(), sender="<>") == "auto-reply"
    assert taker.mails == []


BY_SOMEBODY = [
    {"Subject": "Afwezig bij de bijeenkomst"},
    {"Subject": "Automatisch of met de hand?"},
    {"Subject": "Re: Automatisch antwoord: hoe werkt dat?"},
    {"Auto_Submitted": "no"},
    {"X_Auto_Response_Suppress": "OOF"},
    {"Precedence": "normal"},
    {"From": "Noor <noreen@example.org>"},
]


@pytest.mark.parametrize("headers", BY_SOMEBODY, ids=str)
def test_what_somebody_wrote_is_taken(taker, headers) -> None:
    assert outcome(mail(**headers)) == "taken"


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Id": "<dijk.example.org>"},
        {"List_Unsubscribe": "<mailto:leave@example.org>"},
        {"Precedence": "list"},
        {"Precedence": "bulk"},
        {"Mailing_List": "contact dijk@example.org"},
    ],
    ids=str,
)
def test_mail_of_a_list_is_dropped(taker, headers) -> None:
    assert outcome(mail(**headers)) == "mailing list"


def test_mail_that_goes_round_is_dropped(taker) -> None:
    mailing = Mailing.objects.create(reference="m", template=b"")
    Copy.objects.create(mailing=mailing, key="k" * 25, recipient=SENDER)
    OutgoingMessage.objects.create(
        message_id="<ours@commons.example>", recipient=SENDER, raw=b"", sender="x", subject="x"
    )
    hops = "x\r\n" + "".join(f"Received: from a{number} by b\r\n" for number in range(60)) + "X: x"
    for headers in (
        {"From": "werf@commons.example"},
        {"From": "Werf@Commons.Example"},
        {"Message_ID": f"<{'k' * 25}@commons.example>"},
        {"Message_ID": "<ours@commons.example>"},
        {"X_Loop": "commons.example"},
        {"X_Hops": hops},
    ):
        assert outcome(mail(f"{headers}", **headers)) == "loop", headers
    assert outcome(mail("anders"), sender="werf@commons.example") == "loop"
    assert taker.mails == []


def test_mail_without_somebody_to_answer_is_dropped(taker) -> None:
    assert outcome(mail(From="")) == "no sender"
    assert outcome(mail(From="undisclosed")) == "no sender"


def test_a_bounce_at_the_address_of_a_commons_changes_nothing(taker) -> None:
    assert outcome(bounce(), sender="<>") == "bounce"
    assert taker.came_back == []


def test_mail_to_the_operators_is_kept_for_them(taker) -> None:
    for address in ("postmaster@commons.example", "Abuse@commons.example"):
        assert outcome(mail(To=address, Auto_Submitted="auto-generated"), to=address) == (
            "for operators"
        )


def test_a_taker_that_fails_is_asked_again_and_the_others_go_on(taker, caplog) -> None:
    taker.error = RuntimeError("stuk")
    receive(SENDER, "werf@commons.example", mail("een"))
    process()
    row = IncomingMessage.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "stuk" in row.last_error
    taker.error = None
    receive(SENDER, "werf@commons.example", mail("twee"))
    process()
    assert len(taker.mails) == 1
    IncomingMessage.objects.filter(pk=row.pk).update(next_try=row.received)
    process()
    assert {mail.words for mail, _ in taker.mails} == {"een", "twee"}


def test_what_ends_the_process_each_time_is_given_up(taker) -> None:
    taker.error = RuntimeError("stuk")
    receive(SENDER, "werf@commons.example", mail())
    process()
    row = IncomingMessage.objects.get()
    IncomingMessage.objects.update(attempts=10, lease_until=row.received, next_try=row.received)
    process()
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("failed", "ended the work process")


def test_nobody_took_it(taker) -> None:
    taker.answer = None
    assert outcome(mail()) == "nobody took it"


def test_a_complaint_that_is_none_is_for_the_operators(taker) -> None:
    raw = complaint("k" * 25, "not-spam")
    assert outcome(raw, to="abuse@commons.example") == "for operators"
