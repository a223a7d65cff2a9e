"""What was accepted has its effect once, in order; what fails is tried later and holds up no others."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import tallies
from gemeengoed.core.federation.incoming import claiming, processing
from gemeengoed.core.federation.models import (
    FederationSettings,
    Follower,
    Host,
    Measure,
    OutgoingActivity,
    Received,
    ReceivedState,
    RemoteActor,
)

from .elsewhere import Elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    return make_commons("werf")


@pytest.fixture
def ada() -> Elsewhere:
    elsewhere = Elsewhere()
    elsewhere.know()
    return elsewhere


def hear(ada: Elsewhere, activity: dict[str, Any]) -> Received:
    """What came of it, through the door."""
    assert ada.post(activity).status_code == 202
    processing.process()
    return Received.objects.get(uri=activity["id"])


def said() -> list[dict[str, Any]]:
    rows = OutgoingActivity.objects.order_by("pk")
    return [json.loads(bytes(row.body)) for row in rows]


def test_a_follow_is_accepted_and_answered(werf: Commons, ada: Elsewhere) -> None:
    row = hear(ada, ada.follow("werf"))
    assert (row.state, row.outcome, bytes(row.body)) == (ReceivedState.DONE, "accepted", b"")
    follower = Follower.objects.get()
    assert (follower.remote.uri, follower.actor, follower.state) == (
        ada.uri,
        werf.actor,
        "accepted",
    )
    (answer,) = said()
    assert answer["type"] == "Accept"
    assert answer["actor"] == "http://localhost/@werf"
    assert answer["object"]["id"] == row.uri
    outgoing = OutgoingActivity.objects.get()
    assert outgoing.inboxes == [[f"{ada.uri}/inbox", "there.example"]]
    assert tallies.of(processing.PROCESSED) == 1


def test_the_same_follow_again_has_no_effect_and_a_new_one_is_answered(
    werf: Commons, ada: Elsewhere
) -> None:
    hear(ada, ada.follow("werf"))
    hear(ada, ada.follow("werf"))
    assert len(said()) == 1
    hear(ada, ada.follow("werf", 2))
    assert [one["object"]["id"][-1] for one in said()] == ["1", "2"]
    assert Follower.objects.get().uri.endswith("/2")


def test_where_followers_are_approved_a_follow_waits(werf: Commons, ada: Elsewhere) -> None:
    FederationSettings.objects.create(actor=werf.actor, followers="approval")
    assert hear(ada, ada.follow("werf")).outcome == "asked"
    assert Follower.objects.get().state == "asked"
    assert said() == []


def test_a_follow_of_who_left_is_refused(werf: Commons, ada: Elsewhere) -> None:
    werf.actor.gone = timezone.now()
    werf.actor.save()
    assert hear(ada, ada.follow("werf")).outcome == "refused"
    assert said()[0]["type"] == "Reject"
    assert not Follower.objects.exists()


def test_what_is_not_known_is_dropped_without_an_error(werf: Commons, ada: Elsewhere) -> None:
    for number, type_ in enumerate(("Travel", "Follow")):
        activity = {**ada.follow("nobody", number), "type": type_}
        row = hear(ada, activity)
        assert (row.state, row.last_error) == (ReceivedState.DROPPED, "")
        assert row.outcome == ("unknown-type", "not-ours")[number]


def test_a_batch_that_takes_long_goes_on_in_order_after_others_had_the_database(
    werf: Commons, ada: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "LONGEST_HELD", 0.0)
    for number in range(3):
        assert ada.post(ada.follow("werf", number)).status_code == 202
    processing.process()
    assert set(Received.objects.values_list("state", "attempts")) == {(ReceivedState.DONE, 1)}
    assert [one["object"]["id"][-1] for one in said()] == ["0", "1", "2"]
    assert tallies.of(processing.PROCESSED) == 3


def test_who_was_suspended_meanwhile_has_no_effect(werf: Commons, ada: Elsewhere) -> None:
    assert ada.post(ada.follow("werf")).status_code == 202
    Host.objects.update(measure=Measure.SUSPEND)
    processing.process()
    assert Received.objects.get().outcome == "suspended"
    assert not Follower.objects.exists()


def waiting(number: int, body: bytes, **more: Any) -> Received:
    author = f"https://there.example/users/u{number}"
    RemoteActor.objects.create(
        uri=author,
        host_id="there.example",
        type="Person",
        username=f"u{number}",
        inbox=f"{author}/inbox",
    )
    more = {"type": "Follow", "state": ReceivedState.VERIFIED, "host": "there.example", **more}
    return Received.objects.create(uri=f"{author}/1", actor=author, body=body, **more)


def body_of(number: int, handle: str = "werf") -> bytes:
    author = f"https://there.example/users/u{number}"
    return json.dumps(
        {
            "type": "Follow",
            "id": f"{author}/1",
            "actor": author,
            "object": f"http://localhost/@{handle}",
        }
    ).encode()


@pytest.fixture
def _host() -> None:
    Host.objects.get_or_create(name="there.example")


@pytest.mark.usefixtures("_host")
def test_one_that_fails_is_tried_later_and_the_others_are_done(werf: Commons) -> None:
    for number in range(5):
        waiting(number, b'{"object": {"id": 1' if number == 2 else body_of(number))
    processing.process()
    assert Follower.objects.count() == 4
    assert tallies.of(processing.PROCESSED) == 4
    failed = Received.objects.get(state=ReceivedState.VERIFIED)
    assert failed.attempts == 1
    assert failed.last_error.startswith("ParseError")
    assert failed.lease_until is None
    assert timedelta(seconds=50) < failed.next_try - timezone.now() < timedelta(seconds=70)


@pytest.mark.usefixtures("_host")
def test_after_a_day_of_failing_it_is_given_up(werf: Commons) -> None:
    old = timezone.now() - timedelta(hours=25)
    waiting(1, b"{", received=old, next_try=old, attempts=12)
    processing.process()
    row = Received.objects.get()
    assert (row.state, row.attempts) == (ReceivedState.FAILED, 13)
    assert row.last_error


@pytest.mark.usefixtures("_host")
def test_what_another_process_has_in_hand_is_left_alone_until_its_lease_ends(werf: Commons) -> None:
    waiting(1, body_of(1))
    now = timezone.now()
    (row,) = claiming.claim(now)
    assert claiming.claim(now) == []
    processing.process()
    assert not Follower.objects.exists()
    (again,) = claiming.claim(now + claiming.LEASE + timedelta(seconds=1))
    assert (again.pk, again.attempts) == (row.pk, 2)


@pytest.mark.usefixtures("_host")
def test_whose_lease_ended_undoes_what_it_did(werf: Commons) -> None:
    waiting(1, body_of(1))
    (row,) = claiming.claim(timezone.now())
    Received.objects.update(lease_until=timezone.now())
    with pytest.raises(claiming.LeaseLost):
        claiming.end([(row, (ReceivedState.DONE, "accepted"))], timezone.now())


@pytest.mark.usefixtures("_host")
def test_what_one_actor_said_is_in_one_pair_of_hands(werf: Commons) -> None:
    first = waiting(1, body_of(1))
    claiming.claim(timezone.now())
    Received.objects.create(
        uri=f"{first.actor}/2",
        actor=first.actor,
        host=first.host,
        type="Undo",
        state=ReceivedState.VERIFIED,
        body=body_of(1),
    )
    assert claiming.claim(timezone.now()) == []


@pytest.mark.usefixtures("_host")
def test_what_was_done_is_forgotten_after_its_time(werf: Commons) -> None:
    now = timezone.now()
    done = {"state": ReceivedState.DONE}
    waiting(1, b"", processed=now - timedelta(days=31), type="Like", **done)
    waiting(2, b"", processed=now - timedelta(hours=2), **done)
    waiting(3, b"", processed=now - timedelta(days=29), type="Like", **done)
    waiting(4, b"", processed=now - timedelta(hours=4), **done)
    processing.sweep()
    kept = Received.objects.order_by("pk").values_list("actor", flat=True)
    assert [uri[-1] for uri in kept] == ["2", "3"]
