"""Relays that refuse, break, stay silent or pretend: nobody is skipped, and what happened is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gemeengoed.core.mail import delivery, outcomes, trouble
from gemeengoed.core.mail.dialogue import Answer, Stage
from gemeengoed.core.mail.ledger import COPIES, Waiting
from gemeengoed.core.mail.mailings import queries, services
from gemeengoed.core.mail.models import Copy, CopyState, Mailing, MailingState

from .smtp_server import Received, unused_port
from .test_mailings import MAIL, begun, readers

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "lezer1@example.org"


def copy_of(number: int = 1) -> Copy:
    return Copy.objects.get(reference=f"lezer:{number}")


def again() -> None:
    """As if the time to try again had come."""
    Copy.objects.filter(state=CopyState.WAITING).update(next_try=timezone.now())
    delivery.deliver()


def test_a_greylisted_recipient_is_tried_later_and_alone(server: Received) -> None:
    server.at = {ONE: ["451 4.7.1 try again later"]}
    mailing = begun(4)
    assert queries.tally(mailing).sent == 3
    copy = copy_of()
    assert (copy.state, copy.attempts, copy.doubts) == (CopyState.WAITING, 1, 0)
    assert copy.answer == "451 4.7.1 try again later"
    wait = copy.next_try - timezone.now()
    assert timedelta(seconds=40) < wait < timedelta(seconds=80)
    again()
    assert queries.tally(mailing).sent == 4
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


def test_refused_one_after_the_other_no_mailing_goes_on_and_everybody_waits(
    server: Received, settings
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    small = services.begin("brief:2", MAIL, readers(4, first=100))
    large = begun(40)
    settings.EMAIL_URL = url + "?connections=3"
    server.answers = ["554 5.7.1 you are on a blocklist"] * 44
    delivery.deliver()
    for mailing, number in ((small, 4), (large, 40)):
        mailing.refresh_from_db()
        assert (mailing.state, queries.tally(mailing).waiting) == (MailingState.PAUSED, number)
        assert "blocklist" in mailing.why
    server.answers = []
    for mailing in (small, large):
        services.resume(mailing)
    assert (queries.tally(small).sent, queries.tally(large).sent) == (4, 40)


def test_refused_a_few_times_before_others_get_it_is_final(server: Received, settings) -> None:
    settings.EMAIL_URL += "?connections=1"
    server.answers = ["554 5.7.1 not from you"] * 3
    mailing = begun(6)
    tally = queries.tally(mailing)
    assert (tally.sent, tally.failed) == (3, 3)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


def test_a_refused_recipient_is_final_and_alone(server: Received) -> None:
    server.at = {ONE: ["550 5.1.1 no such user"]}
    mailing = begun(4)
    tally = queries.tally(mailing)
    assert (tally.sent, tally.failed) == (3, 1)
    assert copy_of().answer == "550 5.1.1 no such user"
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


@pytest.mark.parametrize(
    ("answer", "state"), [("452 full", CopyState.WAITING), ("554 spam", CopyState.FAILED)]
)
def test_a_message_refused_after_it_went_is_in_no_doubt(
    server: Received, answer: str, state: str
) -> None:
    server.answers = [answer]
    mailing = begun(1)
    copy = copy_of(0)
    assert (copy.state, copy.doubts, copy.answer) == (state, 0, answer)
    assert queries.tally(mailing).doubled == 0


def test_a_connection_that_breaks_after_the_message_leaves_a_doubt(server: Received) -> None:
    server.answers = ["vanish"]
    mailing = begun(3)
    [doubtful] = queries.doubled(mailing)
    assert (doubtful.state, queries.tally(mailing).sent) == (CopyState.WAITING, 2)
    again()
    delivered = server.delivered()
    assert sorted(set(delivered)) == [f"lezer{one}@example.org" for one in range(3)]
    assert [one for one in set(delivered) if delivered.count(one) > 1] == [doubtful.recipient]


def test_a_connection_that_breaks_before_the_message_leaves_none(server: Received) -> None:
    server.at = {ONE: ["break"]}
    mailing = begun(3)
    copy = copy_of()
    assert (copy.state, copy.doubts) == (CopyState.WAITING, 0)
    assert queries.tally(mailing).sent == 2
    again()
    assert sorted(server.delivered()) == [f"lezer{one}@example.org" for one in range(3)]


def test_a_silent_relay_is_given_up_and_its_message_is_in_doubt(
    server: Received, settings, monkeypatch
) -> None:
    monkeypatch.setattr("gemeengoed.core.mail.dialogue._DATA_FACTOR", 0.1)
    settings.EMAIL_URL += "?timeout=3"
    server.answers = ["silence"]
    mailing = begun(2)
    [doubtful] = queries.doubled(mailing)
    assert "did not answer" in doubtful.answer
    assert queries.tally(mailing).sent == 1


def test_a_relay_that_closes_politely_costs_a_short_wait(server: Received) -> None:
    server.at = {ONE: ["421 4.4.2 too many messages in one connection"]}
    mailing = begun(3)
    copy = copy_of()
    assert (copy.state, copy.doubts) == (CopyState.WAITING, 0)
    assert copy.next_try - timezone.now() <= outcomes.SHORT_WAIT
    assert queries.tally(mailing).sent == 2


def test_a_dead_relay_costs_no_recipient_an_attempt(server: Received, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, f"smtp://127.0.0.1:{unused_port()}"
    mailing = begun(50)
    for _minute in range(3):
        delivery.deliver()
    assert not Copy.objects.filter(attempts__gt=0).exists()
    assert trouble.known() is not None
    settings.EMAIL_URL = url
    delivery.deliver()
    assert queries.tally(mailing).sent == 50
    assert trouble.known() is None


def test_a_relay_that_refuses_everything_pauses_the_mailing_and_says_why(server: Received) -> None:
    server.answers = ["554 5.7.1 relaying denied"] * 100
    mailing = begun(100)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.why) == (MailingState.PAUSED, "5.7.1 relaying denied")
    tally = queries.tally(mailing)
    assert tally.failed < 40
    assert tally.waiting > 60
    server.answers = []
    services.resume(mailing)
    assert queries.tally(mailing).sent == tally.waiting


def test_a_list_with_many_dead_addresses_goes_on(server: Received) -> None:
    dead = {f"lezer{one}@example.org": ["550 5.1.1 unknown"] for one in range(40)}
    server.at = dict(dead)
    mailing = begun(45)
    tally = queries.tally(mailing)
    assert (tally.failed, tally.sent) == (40, 5)


def test_a_refused_sender_is_nobody_else_s_fault() -> None:
    row = Waiting(COPIES, 1, 0, lambda: None)
    answer = Answer(550, "5.7.1 not you", Stage.SENDER)
    assert outcomes.outcome(row, answer, timezone.now()).state == CopyState.WAITING


def test_after_three_days_of_trying_it_failed(server: Received) -> None:
    server.answers = ["451 later"] * 2
    mailing = begun(1)
    Copy.objects.update(attempts=outcomes.MOST_ATTEMPTS - 1)
    again()
    assert copy_of(0).state == CopyState.FAILED
    total = sum((outcomes.wait(one) for one in range(1, outcomes.MOST_ATTEMPTS)), timedelta())
    assert timedelta(days=2) < total < timedelta(days=4)
    assert queries.tally(mailing).failed == 1


def test_a_mailing_of_another_is_not_held_up_by_one_that_is_paused(server: Received) -> None:
    server.answers = ["554 5.7.1 relaying denied"] * 30
    first = begun(30)
    server.answers = []
    second = services.begin("brief:2", MAIL, readers(2, first=50))
    assert Mailing.objects.get(pk=first.pk).state == MailingState.PAUSED
    assert queries.tally(second).sent == 2
