"""What `gemeengoed check federation` says, and that it says what to do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.federation import keys
from gemeengoed.core.federation.models import Delivery, Host, Received, Refused, Report
from gemeengoed.core.federation.steering import checks

from .elsewhere import Elsewhere
from .test_steering import delivery, received

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(hours=1)


def said() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"good": [], "warning": [], "error": []}
    for check in registry.get("federation").checks:
        for level, words in check():
            found[level].append(words)
    return found


def test_where_nothing_is_wrong_all_is_good(settings: Any, db: None) -> None:
    settings.SCHEME = "https"
    assert not said()["warning"]
    assert not said()["error"]


def test_addresses_without_https_are_told(settings: Any, db: None) -> None:
    settings.SCHEME = "http"
    assert "GEMEENGOED_SCHEME=https" in said()["warning"][0]


def test_what_waits_too_long_is_told(make_commons: Any) -> None:
    ada, werf = Elsewhere().know(), make_commons("werf").actor
    received(ada, "unverified", received=LONG_AGO)
    received(ada, "verified", received=LONG_AGO)
    delivery(ada, werf, next_try=LONG_AGO)
    wrong = [words for words in said()["error"] if "gemeengoed work" in words]
    assert [words.split(",")[0] for words in wrong] == [
        "1 activities that came in wait for their key",
        "1 activities that came in wait to be processed",
        "1 deliveries to other servers are due",
    ]
    Received.objects.all().delete()
    Delivery.objects.update(next_try=timezone.now() + timedelta(hours=1))
    assert not [words for words in said()["error"] if "gemeengoed work" in words]


def test_servers_that_fail_are_named_and_the_suspended_are_not(db: None) -> None:
    for number in range(12):
        Host.objects.create(name=f"s{number:02}.example", failing_since=LONG_AGO, last_error="503")
    Host.objects.create(name="bad.example", failing_since=LONG_AGO, measure="suspend")
    told = [words for words in said()["warning"] if "fail" in words]
    assert len(told) == checks.SHOWN + 1
    assert "s00.example" in told[0]
    assert "503" in told[0]
    assert told[-1].startswith("2 other servers")
    assert not any("bad.example" in words for words in told)


def test_a_key_that_cannot_be_opened_is_told(make_commons: Any, settings: Any) -> None:
    keys.pair(Actor.objects.get(pk=make_commons("werf").actor.pk), keys.ED25519)
    assert not [words for words in said()["error"] if "key of" in words]
    settings.SECRET_KEY = "another"
    assert "ed25519 key of @werf cannot be opened" in " ".join(said()["error"])


def test_when_several_come_at_the_wrong_time_our_own_clock_is_doubted(db: None) -> None:
    today = timezone.now().date()
    for number in range(checks.MOST_CLOCKS):
        assert not said()["error"]
        Refused.objects.create(day=today, host=f"s{number}.example", reason="clock", number=5)
    assert "timedatectl" in said()["error"][0]


def test_reports_that_wait_are_told(db: None) -> None:
    Report.objects.create(uri="x", remote=Elsewhere().know())
    assert "1 reports" in said()["warning"][-1]
