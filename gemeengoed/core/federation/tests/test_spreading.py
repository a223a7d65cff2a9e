"""From an activity to its deliveries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import tallies
from gemeengoed.core.federation.models import (
    Delivery,
    DeliveryState,
    Follower,
    FollowState,
    Host,
    Measure,
    OutgoingActivity,
    RemoteActor,
)
from gemeengoed.core.federation.outgoing import spreading, sweeping
from gemeengoed.core.federation.outgoing.spreading import spread

from .inboxes import followers, publish

pytestmark = pytest.mark.django_db
THERE = "https://there.example"


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Actor:
    return make_commons("werf").actor


def reached() -> set[str]:
    return set(Delivery.objects.values_list("inbox", flat=True))


def test_a_shared_inbox_gets_it_once_and_others_their_own(werf: Actor) -> None:
    followers(werf, THERE, 3, shared=True)
    followers(werf, "https://small.example", 2)
    publish(werf)
    spread()
    assert reached() == {
        f"{THERE}/inbox",
        "https://small.example/users/3/inbox",
        "https://small.example/users/4/inbox",
    }
    assert OutgoingActivity.objects.get().spread is not None


def test_a_follower_who_is_named_as_well_gets_it_once(werf: Actor) -> None:
    follower, *_others = followers(werf, THERE, 2, shared=True)
    elsewhere = "https://elsewhere.example/users/bea/inbox"
    publish(werf)
    named = [[follower.inbox, "there.example"], [elsewhere, "elsewhere.example"]]
    OutgoingActivity.objects.update(inboxes=named)
    spread()
    assert reached() == {f"{THERE}/inbox", elsewhere}


def test_only_who_was_accepted_and_is_not_blocked_or_gone_gets_it(werf: Actor) -> None:
    asked, blocked, gone, heard = followers(werf, THERE, 4)
    followers(werf, "https://blocked.example")
    followers(werf, "https://dead.example")
    Follower.objects.filter(remote=asked).update(state=FollowState.ASKED)
    RemoteActor.objects.filter(pk=blocked.pk).update(measure=Measure.SUSPEND)
    RemoteActor.objects.filter(pk=gone.pk).update(gone=timezone.now())
    Host.objects.filter(name="blocked.example").update(measure=Measure.SUSPEND)
    Host.objects.filter(name="dead.example").update(given_up=timezone.now())
    publish(werf)
    spread()
    assert reached() == {heard.inbox}
    assert tallies.of(spreading.LEFT_OUT) == 2


def test_what_a_crash_left_half_goes_on_and_nobody_is_skipped(
    werf: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "BATCH", 4)
    theirs = followers(werf, THERE, 10)
    publish(werf)
    activity = spreading._claimed()
    assert activity is not None
    assert not spreading._spread(activity)
    assert Delivery.objects.count() == 4
    spread()
    assert Delivery.objects.count() == 4  # somebody else is at it, for all we know
    OutgoingActivity.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    spread()
    assert reached() == {one.inbox for one in theirs}


def test_what_is_said_twice_goes_out_once(werf: Actor) -> None:
    followers(werf, THERE)
    publish(werf)
    publish(werf)
    spread()
    assert Delivery.objects.count() == 1


def test_a_host_that_is_left_alone_gets_it_afterwards(werf: Actor) -> None:
    followers(werf, THERE)
    later = timezone.now() + timedelta(hours=1)
    Host.objects.update(open_until=later)
    publish(werf)
    spread()
    assert Delivery.objects.get().next_try == later


def test_a_deletion_goes_also_to_who_no_longer_follows(werf: Actor) -> None:
    followers(werf, THERE, shared=True)
    publish(werf)
    spread()
    Delivery.objects.update(state=DeliveryState.SENT)
    Follower.objects.all().delete()
    publish(werf, type_="Update")
    publish(werf, type_="Delete")
    spread()
    found = Delivery.objects.values_list("activity__type", "inbox")
    assert set(found) == {("Create", f"{THERE}/inbox"), ("Delete", f"{THERE}/inbox")}


def test_what_ended_a_week_ago_is_erased_and_the_rest_stays(werf: Actor) -> None:
    followers(werf, THERE, 3)
    publish(werf)
    spread()
    old, new, waiting = Delivery.objects.order_by("pk")
    week = timezone.now() - timedelta(days=7, minutes=1)
    Delivery.objects.filter(pk=old.pk).update(state=DeliveryState.SENT, ended=week)
    Delivery.objects.filter(pk=new.pk).update(state=DeliveryState.SENT, ended=timezone.now())
    sweeping.sweep()
    assert set(Delivery.objects.all()) == {new, waiting}
