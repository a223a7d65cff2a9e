"""Refused for a reason that is ours, with nobody taken after it: nobody is skipped for that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gemeengoed.core.mail import delivery, outcomes, outgoing
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import queries
from gemeengoed.core.mail.models import Copy, MailingState, MailState, OutgoingMessage

from .smtp_server import Received
from .test_mailings import begun

pytestmark = pytest.mark.django_db(transaction=True)
BLOCKED = "554 5.7.1 you are on a blocklist"


def posted(number: int = 1) -> None:
    rows = [
        outgoing.composed(Mail(subject="Dag", text="Dag"), f"lezer{one}@example.org")
        for one in range(number)
    ]
    outgoing.keep(rows)
    delivery.deliver()


def states() -> set[str]:
    return set(OutgoingMessage.objects.values_list("state", flat=True))


def again() -> None:
    for rows in (Copy.objects, OutgoingMessage.objects):
        rows.filter(state=MailState.WAITING).update(next_try=timezone.now())
    delivery.deliver()


@pytest.mark.parametrize("answer", [BLOCKED, "554 go away"])
def test_a_small_mailing_that_is_refused_as_a_whole_waits(server: Received, answer: str) -> None:
    server.answers = [answer] * 6
    mailing = begun(6)
    tally = queries.tally(mailing)
    assert (tally.waiting, tally.failed) == (6, 0)
    copy = Copy.objects.earliest("pk")
    assert (copy.answer, copy.attempts) == (answer, 1)
    assert copy.next_try - timezone.now() < timedelta(minutes=2)
    again()
    assert queries.tally(mailing).sent == len(set(server.delivered())) == 6
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


def test_those_who_were_refused_when_the_others_had_it_are_tried_again(
    server: Received, settings
) -> None:
    settings.EMAIL_URL += "?connections=1"
    server.answers = ["250 ok"] * 4 + [BLOCKED] * 2
    mailing = begun(6)
    assert (queries.tally(mailing).sent, queries.tally(mailing).waiting) == (4, 2)
    again()
    assert queries.tally(mailing).sent == 6


@pytest.mark.parametrize("number", [1, 3, 30])
def test_single_messages_wait_as_well(server: Received, number: int) -> None:
    server.answers = [BLOCKED] * number
    posted(number)
    assert states() == {MailState.WAITING}
    assert "blocklist" in OutgoingMessage.objects.earliest("pk").last_error
    server.answers = []
    again()
    assert states() == {MailState.SENT}
    assert len(set(server.delivered())) == number


def test_a_single_message_that_is_refused_before_another_is_taken_failed(
    server: Received, settings
) -> None:
    settings.EMAIL_URL += "?connections=1"
    server.at = {"lezer0@example.org": ["550 5.7.1 not from you"]}
    posted(2)
    assert states() == {MailState.FAILED, MailState.SENT}


@pytest.mark.parametrize("answer", ["552 5.2.2 mailbox full", "550 5.1.1 unknown"])
def test_what_is_about_the_recipient_stays_final(server: Received, answer: str) -> None:
    server.at = {f"lezer{one}@example.org": [answer] for one in range(3)}
    assert queries.tally(begun(3)).failed == 3


def test_an_address_of_ours_that_is_refused_is_not_about_the_recipient(server: Received) -> None:
    server.at = {f"lezer{one}@example.org": ["550 5.1.8 bad sender"] for one in range(3)}
    assert queries.tally(begun(3)).waiting == 3


def test_refused_for_three_days_it_failed(server: Received) -> None:
    server.answers = [BLOCKED] * 4
    mailing = begun(2)
    Copy.objects.update(attempts=outcomes.MOST_ATTEMPTS - 1)
    again()
    assert queries.tally(mailing).failed == 2
