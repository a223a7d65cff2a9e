"""What came under a key that was not known: proven by a job, or dropped and counted."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.incoming import proving, refusing, verifying
from gemeengoed.core.federation.models import (
    Host,
    Measure,
    Received,
    ReceivedState,
    Refused,
    RemoteActor,
    RemoteKey,
)
from gemeengoed.core.federation.signatures import signing
from gemeengoed.core.fetching import waiting
from gemeengoed.core.fetching.tests.servers import Page

from .elsewhere import Elsewhere, a_key
from .peers import Peer, a_peer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def peer() -> Iterator[Peer]:
    with a_peer() as made:
        yield made


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    return make_commons("werf")


def outcomes() -> list[tuple[str, str]]:
    return list(Received.objects.order_by("pk").values_list("state", "outcome"))


def counted() -> dict[str, int]:
    refusing.write()
    return dict(Refused.objects.values_list("reason", "number"))


def replaced(peer: Peer) -> None:
    """Ada's key is another from now on, and her document says so."""
    peer.ada.key = a_key(1)
    peer.show(peer.actor())


def let_ten_minutes_go_by() -> None:
    RemoteKey.objects.update(tried=timezone.now() - timedelta(minutes=11))


VERIFIED = (ReceivedState.VERIFIED, "")


@pytest.mark.parametrize("dialect", [signing.cavage, signing.rfc9421])
def test_what_its_key_proves_is_verified_with_one_request_for_all(
    werf: Commons, peer: Peer, dialect: Any
) -> None:
    peer.ada.dialect = dialect
    for number in range(5):
        assert peer.ada.post(peer.ada.follow("werf", number), "/@werf/inbox").status_code == 202
    verifying.verify()
    assert outcomes() == [VERIFIED] * 5
    assert len(peer.asked()) == 1
    row = Received.objects.first()
    assert row is not None
    assert (row.request, row.lease_until, json.loads(bytes(row.body))["type"]) == (
        {},
        None,
        "Follow",
    )
    assert RemoteActor.objects.get().uri == peer.ada.uri
    assert peer.ada.post(peer.ada.follow("werf", 9)).status_code == 202
    assert outcomes()[-1] == VERIFIED


def test_what_its_key_does_not_prove_is_dropped_and_counted(werf: Commons, peer: Peer) -> None:
    forger = Elsewhere(uri=peer.ada.uri, key=a_key(1))
    forger.post(forger.follow("werf"))
    peer.ada.post(peer.ada.follow("werf", 2))
    verifying.verify()
    assert outcomes() == [(ReceivedState.DROPPED, "signature"), VERIFIED]
    assert counted() == {"signature": 1}
    assert bytes(Received.objects.earliest("pk").body) == b""


def test_a_key_of_another_on_the_same_host_proves_nothing(werf: Commons, peer: Peer) -> None:
    said = {**peer.ada.follow("werf"), "actor": f"{peer.server.address}/users/bob"}
    assert peer.ada.post(said).status_code == 202
    verifying.verify()
    assert outcomes() == [(ReceivedState.DROPPED, "actor")]
    assert counted() == {"actor": 1}


def test_without_a_key_it_is_dropped(werf: Commons, peer: Peer) -> None:
    peer.show(peer.actor(publicKey=[]))
    peer.ada.post(peer.ada.follow("werf"))
    verifying.verify()
    assert outcomes() == [(ReceivedState.DROPPED, "key")]
    assert counted() == {"key": 1}


def test_of_a_suspended_server_nothing_is_verified_and_nothing_is_asked(
    werf: Commons, peer: Peer
) -> None:
    peer.ada.post(peer.ada.follow("werf"))
    Host.objects.create(name=peer.host, measure=Measure.SUSPEND)
    verifying.verify()
    assert outcomes() == [(ReceivedState.DROPPED, "suspended")]
    assert not peer.server.seen


def test_the_farewell_of_somebody_never_met_asks_nobody(werf: Commons, peer: Peer) -> None:
    ada = peer.ada.uri
    farewell = {"id": f"{ada}#delete", "type": "Delete", "actor": ada, "object": ada}
    peer.ada.post(farewell)
    verifying.verify()
    assert outcomes() == [(ReceivedState.DROPPED, "nothing-of-theirs")]
    assert (counted(), peer.server.seen) == ({}, [])


@pytest.mark.parametrize("status", [404, 410])
def test_the_farewell_of_somebody_whose_key_went_with_them_is_dropped_at_once(
    werf: Commons, peer: Peer, status: int
) -> None:
    peer.ada.know()
    RemoteKey.objects.all().delete()
    peer.status("/users/ada", status)
    ada = peer.ada.uri
    peer.ada.post({"id": f"{ada}#delete", "type": "Delete", "actor": ada, "object": ada})
    for _run in range(2):
        verifying.verify()
    assert outcomes() == [(ReceivedState.DROPPED, "gone")]
    assert counted() == {}
    assert len(peer.asked()) == 1


def test_a_server_in_trouble_is_asked_again_later_and_in_the_end_no_more(
    werf: Commons, peer: Peer
) -> None:
    peer.status("/users/ada", 503)
    peer.ada.post(peer.ada.follow("werf"))
    waits = []
    for _run in range(len(proving.WAITS) + 2):
        verifying.verify()
        row = Received.objects.get()
        waits.append(row.next_try - timezone.now())
        assert len(peer.asked()) == len(waits) or row.outcome
        verifying.verify()
        Received.objects.update(next_try=timezone.now())
    assert waits[0] < waits[1] < waits[2]
    assert outcomes() == [(ReceivedState.DROPPED, "key")]
    assert len(peer.asked()) == len(proving.WAITS) + 1


def test_a_row_that_breaks_holds_up_no_other(werf: Commons, peer: Peer) -> None:
    broken = Elsewhere(uri=f"{peer.server.address}/users/bob")
    peer.show(peer.actor("bob"))
    broken.post(broken.follow("werf"))
    Received.objects.update(request={})
    verifying.verify()
    peer.ada.post(peer.ada.follow("werf"))
    verifying.verify()
    states = Received.objects.order_by("pk").values_list("state", "attempts")
    assert list(states) == [(ReceivedState.UNVERIFIED, 1), (ReceivedState.VERIFIED, 0)]


def test_a_server_that_is_there_again_is_believed(werf: Commons, peer: Peer) -> None:
    peer.status("/users/ada", 503)
    peer.ada.post(peer.ada.follow("werf"))
    verifying.verify()
    peer.show(peer.actor())
    Received.objects.update(next_try=timezone.now())
    verifying.look()
    verifying.verify()
    assert outcomes() == [VERIFIED]


def test_a_run_that_ended_half_way_is_taken_over_when_its_lease_ends(
    werf: Commons, peer: Peer
) -> None:
    peer.ada.post(peer.ada.follow("werf"))
    Received.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    peer.ada.post(peer.ada.follow("werf", 2))
    verifying.verify()
    assert not peer.asked()
    Received.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())
    verifying.verify()
    assert outcomes() == [VERIFIED] * 2


def test_a_replaced_key_is_fetched_after_a_bad_signature_but_not_each_time(
    werf: Commons, peer: Peer
) -> None:
    peer.ada.know()
    replaced(peer)
    verifying.refetch(peer.ada.key_id)
    assert not peer.asked()
    let_ten_minutes_go_by()
    assert peer.ada.post(peer.ada.follow("werf")).status_code == 401
    for _again in range(3):
        verifying.refetch(peer.ada.key_id)
    assert len(peer.asked()) == 1
    assert peer.ada.post(peer.ada.follow("werf")).status_code == 202
    assert outcomes() == [VERIFIED]


def test_what_waited_while_its_key_was_replaced_is_proven_by_the_new_one(
    werf: Commons, peer: Peer
) -> None:
    replaced(peer)
    peer.ada.post(peer.ada.follow("werf"))
    peer.ada.key = a_key()
    peer.ada.know()
    replaced(peer)
    let_ten_minutes_go_by()
    verifying.verify()
    assert outcomes() == [VERIFIED]


def test_a_key_that_is_not_known_is_asked_for_once_in_ten_minutes(peer: Peer) -> None:
    peer.status("/users/ada", 500)
    for _again in range(3):
        verifying.refetch(peer.ada.key_id)
    assert len(peer.asked()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_host_that_hangs_does_not_hold_up_the_others(
    werf: Commons, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        waiting.fetch, "__kwdefaults__", {**waiting.fetch.__kwdefaults__, "seconds": 0.2}
    )
    with a_peer() as slow:
        ended = threading.Event()

        def hang(page: Page) -> None:
            ended.wait(5)

        for number in range(4):
            path = f"/users/{number}"
            slow.answers(path, hang)
            there = Elsewhere(uri=f"{slow.server.address}{path}")
            there.post(there.follow("werf"))
        peer.ada.post(peer.ada.follow("werf"))
        verifying.verify()
        ended.set()
    slow_ones = Received.objects.filter(host=slow.host).values_list("state", "attempts")
    assert list(slow_ones) == [(ReceivedState.UNVERIFIED, 1)] * 4
    mine = Received.objects.get(host=peer.host)
    assert mine.state in (ReceivedState.VERIFIED, ReceivedState.DONE)
