"""Mail of ours that came back: only whoever knows the key in its return path can say so."""

import pytest

from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.incoming.routing import route
from gemeengoed.core.mail.models import Copy, IncomingMessage, Mailing, MailState, OutgoingMessage

from .messages import EXIM_FULL, QMAIL, bounce, complaint, mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy() -> Copy:
    mailing = Mailing.objects.create(reference="letter:1", template=b"")
    return Copy.objects.create(
        mailing=mailing,
        key=addresses.new_token(),
        reference="subscriber:7",
        recipient="ada@example.org",
        state="sent",
    )


@pytest.fixture
def letter() -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        message_id="<ours@commons.example>",
        sender="x",
        recipient="ada@example.org",
        subject="x",
        raw=b"",
        returns=addresses.new_token(),
        reference="invitation:3",
        state=MailState.SENT,
    )


def outcome(raw: bytes, to: str, sender: str = "<>") -> str:
    receive(sender, to, raw)
    process()
    return IncomingMessage.objects.latest("pk").outcome


HARD = {
    "by the standard": bounce(),
    "with the first address": bounce(original="ada@example.org", final="ada@new.example"),
    "by qmail": QMAIL,
}
SOFT = {
    "the mailbox is full": bounce(status="5.2.2", said="smtp; 552 5.2.2 mailbox full"),
    "it took too long": bounce(status="4.4.1", said="smtp; 421 timed out"),
    "refused by a policy": bounce(status="5.7.1", said="smtp; 550 5.7.1 looks like spam"),
    "passed on to an address that is not ours to judge": bounce(final="ada@elsewhere.example"),
    "full, by Exim": EXIM_FULL,
}


@pytest.mark.parametrize("name", HARD)
def test_a_hard_bounce_ends_a_copy_and_is_told(taker, copy, name) -> None:
    assert outcome(HARD[name], addresses.bounce(copy.key.upper())) == "hard bounce"
    copy.refresh_from_db()
    assert copy.state == "bounced"
    assert "5.1.1" in copy.answer
    [(reference, kind, why)] = taker.came_back
    assert (reference, kind) == ("subscriber:7", "bounced")
    assert why == copy.answer


@pytest.mark.parametrize("name", SOFT)
def test_a_soft_bounce_counts_once_for_each_copy(taker, copy, name) -> None:
    to = addresses.bounce(copy.key)
    assert outcome(SOFT[name], to) == "soft bounce"
    assert outcome(SOFT[name] + b"\r\n", to) == "soft bounce"
    copy.refresh_from_db()
    assert copy.state == "bounced"
    assert [kind for _, kind, _ in taker.came_back] == ["soft-bounced"]


def test_a_bounce_of_one_message_is_known_by_its_return_path(taker, letter) -> None:
    raw = bounce(message_id="<ours@commons.example>")
    assert outcome(raw, addresses.bounce(letter.returns)) == "hard bounce"
    letter.refresh_from_db()
    assert letter.state == MailState.FAILED
    assert "came back" in letter.last_error
    assert taker.came_back[0][:2] == ("invitation:3", "bounced")


FORGED = {
    "another recipient": bounce(original="bob@example.org"),
    "another message": bounce(message_id="<other@example.org>"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_bounce_that_does_not_fit_changes_nothing(taker, copy, name) -> None:
    assert outcome(FORGED[name], addresses.bounce(copy.key)) == "bounce disagrees"
    copy.refresh_from_db()
    assert copy.state == "sent"
    assert taker.came_back == []


def test_nobody_guesses_a_return_path(taker, copy) -> None:
    assert route(addresses.bounce(copy.key)) is not None
    assert route(addresses.bounce(addresses.new_token())) is None
    assert route(addresses.bounce(copy.key[:-1])) is None


NO_BOUNCE = {
    "only late": (bounce(action="delayed", status="4.4.1"), "no failure"),
    "delivered": (bounce(action="delivered", status="2.0.0"), "no failure"),
    "out of office": (mail(Subject="Automatisch antwoord: Brief"), "auto-reply"),
    "words of somebody": (mail(), "no failure"),
}


@pytest.mark.parametrize("name", NO_BOUNCE)
def test_what_is_no_bounce_changes_nothing_at_a_return_path(taker, copy, name) -> None:
    raw, word = NO_BOUNCE[name]
    assert outcome(raw, addresses.bounce(copy.key), "ada@example.org") == word
    copy.refresh_from_db()
    assert copy.state == "sent"


def test_a_complaint_is_known_by_the_key_in_the_copy_that_came_along(taker, copy) -> None:
    assert (
        outcome(complaint(copy.key), "abuse@commons.example", "feedback@x.example") == "complaint"
    )
    copy.refresh_from_db()
    assert (copy.state, copy.answer) == ("complained", "abuse")
    assert taker.came_back == [("subscriber:7", "complained", "abuse")]
    assert outcome(bounce(), addresses.bounce(copy.key)) == "hard bounce"
    copy.refresh_from_db()
    assert copy.state == "complained", "a bounce afterwards takes nothing back"


def test_a_complaint_about_nothing_of_ours_changes_nothing(taker, copy) -> None:
    raw = complaint(addresses.new_token())
    assert outcome(raw, "abuse@commons.example", "feedback@x.example") == "unknown complaint"
    assert taker.came_back == []


def test_an_erased_recipient_can_still_bounce(taker, copy) -> None:
    Copy.objects.update(recipient="")
    assert outcome(bounce(), addresses.bounce(copy.key)) == "hard bounce"
