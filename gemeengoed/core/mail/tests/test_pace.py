"""How fast mail goes: as the address of the relay says, over all work processes together."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gemeengoed.core.jobs import ending
from gemeengoed.core.mail import delivery, pace, rate, relay
from gemeengoed.core.mail.mailings import queries
from gemeengoed.core.mail.models import Copy, CopyState
from gemeengoed.core.mail.pace import Pace

from . import work_process
from .smtp_server import Received
from .test_mailings import begun


def test_the_pace_stands_behind_the_address() -> None:
    found = relay.parse("smtp://h:25?rate=0.5&connections=8&quiet=22-07&timeout=30").pace
    assert found == Pace(0.5, 8, (22, 7), 30)
    assert relay.parse("smtp://h").pace == Pace()


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("rate=fast", "rate"),
        ("rate=-1", "rate"),
        ("rate=1e9", "rate"),
        ("rate=nan", "rate"),
        ("rate=", "rate"),
        ("connections=0", "connections"),
        ("connections=1.5", "connections"),
        ("connections=51", "connections"),
        ("quiet=22", "quiet"),
        ("quiet=22-25", "quiet"),
        ("quiet=7-7", "quiet"),
        ("quiet=٢-٣", "quiet"),
        ("timeout=0", "timeout"),
        ("speed=9", "speed"),
    ],
)
def test_a_pace_that_cannot_be_is_named(query: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        pace.parse(query)


@pytest.mark.parametrize(
    ("quiet", "hour", "is_quiet"),
    [
        ((22, 7), 23, True), ((22, 7), 6, True), ((22, 7), 7, False), ((22, 7), 21, False),
        ((9, 17), 9, True), ((9, 17), 17, False), ((22, 0), 23, True), ((22, 0), 0, False),
    ],
)  # fmt: skip
def test_quiet_hours_may_pass_midnight(quiet: tuple[int, int], hour: int, is_quiet: bool) -> None:
    moment = timezone.make_aware(datetime(2025, 3, 1, hour, 30))  # noqa: DTZ001
    assert Pace(quiet=quiet).is_quiet(moment) == is_quiet
    assert not Pace().is_quiet(moment)


@pytest.mark.django_db
def test_never_more_than_the_rate_whoever_asks() -> None:
    slow, moment, taken = Pace(rate=2, connections=4), timezone.now(), []
    for step in range(100):  # ten seconds, asked ten times a second
        now = moment + timedelta(seconds=step / 10)
        with transaction.atomic():
            allowed, free = rate.take(slow, 3, now)
        taken += [now] * allowed
        assert allowed or free > now
    assert 20 <= len(taken) <= 22
    for first in taken:
        within = [one for one in taken if first <= one < first + timedelta(seconds=1)]
        assert len(within) <= 4  # two a second, and two at once after a rest


@pytest.mark.django_db
def test_a_clock_that_was_set_back_does_not_hold_up_the_mail() -> None:
    slow, now = Pace(rate=1), timezone.now()
    with transaction.atomic():
        rate.take(slow, 1, now + timedelta(days=1))
        rate.take(slow, 1, now)
        assert rate.take(slow, 1, now + timedelta(seconds=3))[0] == 1


@pytest.mark.django_db(transaction=True)
def test_in_quiet_hours_letters_wait(server: Received, settings) -> None:
    hour = timezone.localtime().hour
    url = settings.EMAIL_URL
    settings.EMAIL_URL = f"{url}?quiet={hour}-{(hour + 2) % 24}"
    mailing = begun(3)
    assert server.messages == []
    settings.EMAIL_URL = f"{url}?quiet={(hour + 2) % 24}-{(hour + 3) % 24}"
    delivery.deliver()
    assert queries.tally(mailing).sent == 3


@pytest.mark.django_db(transaction=True)
def test_a_rate_is_kept_and_everybody_gets_it(server: Received, settings) -> None:
    settings.EMAIL_URL += "?rate=50&connections=2"
    mailing = begun(10)
    assert queries.tally(mailing).sent == 10


@pytest.mark.django_db(transaction=True)
def test_two_work_processes_send_each_copy_once(server: Received, settings) -> None:
    settings.EMAIL_URL, url = "", settings.EMAIL_URL
    mailing = begun(120)
    settings.EMAIL_URL = url
    server.thinking = 0.002
    children = [work_process.started() for _ in range(2)]
    assert [child.wait(work_process.PATIENCE) for child in children] == [0, 0]
    assert sorted(server.delivered()) == sorted(f"lezer{one}@example.org" for one in range(120))
    tally = queries.tally(mailing)
    assert (tally.sent, tally.doubled) == (120, 0)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_asked_to_end_leaves_nothing_in_doubt(server: Received, settings) -> None:
    settings.EMAIL_URL, url = "", settings.EMAIL_URL
    mailing = begun(200)
    settings.EMAIL_URL = url
    server.after = {40: ending.set}
    try:
        delivery.deliver()
    finally:
        ending.clear()
    tally = queries.tally(mailing)
    assert (tally.sending, tally.doubled) == (0, 0)
    assert tally.sent == len(server.messages) < 200
    assert not Copy.objects.filter(state=CopyState.WAITING, lease_until__isnull=False).exists()
    delivery.deliver()
    assert queries.tally(mailing).sent == len(set(server.delivered())) == 200
