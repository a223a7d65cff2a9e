"""What an activity says of others is fetched from its own address before it counts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.followers import moving
from gemeengoed.core.federation.incoming import processing
from gemeengoed.core.federation.models import (
    FederationSettings,
    Following,
    FollowState,
    OutgoingActivity,
    PublishedObject,
    Received,
    ReceivedState,
    RemoteActor,
    RemoteObject,
)
from gemeengoed.core.log.models import LogEntry

from .elsewhere import Elsewhere
from .peers import Peer, a_peer

TEXT = "/@werf/publications/een/"
OURS = f"http://localhost{TEXT}"


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def peer() -> Iterator[Peer]:
    with a_peer() as made:
        yield made


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    commons = make_commons("werf")
    PublishedObject.objects.create(
        uri=TEXT,
        object_type="publications.publication",
        type="Article",
        speaker=commons.actor,
        digest="0" * 64,
        published=timezone.now(),
    )
    return commons


def send(by: Elsewhere, type_: str, thing: Any, **more: Any) -> str:
    """Its id; processed when this returns."""
    uri = f"{by.uri}/acts/{type_}"
    said = {"id": uri, "type": type_, "actor": by.uri, "object": thing, **more}
    assert by.post(said).status_code == 202
    processing.process()
    return uri


def outcome(uri: str) -> str:
    return Received.objects.get(uri=uri).outcome


@pytest.mark.django_db(transaction=True)
def test_an_actor_who_changed_is_read_at_their_own_address(werf: Commons, peer: Peer) -> None:
    peer.ada.know()
    peer.show(peer.actor(name="Ada zoals ze heet"))
    uri = send(peer.ada, "Update", peer.actor(name="Iemand anders"))
    assert outcome(uri) == "refreshed"
    assert RemoteActor.objects.get().name == "Ada zoals ze heet"


@pytest.mark.django_db(transaction=True)
def test_hearsay_is_read_at_its_own_address(werf: Commons, peer: Peer) -> None:
    eve = Elsewhere("https://elsewhere.example/users/eve")
    eve.know()
    note = {
        "id": f"{peer.ada.uri}/notes/1",
        "type": "Note",
        "attributedTo": peer.ada.uri,
        "inReplyTo": OURS,
        "content": "<p>Wat ze zei</p>",
    }
    peer.show(note)
    uri = send(eve, "Create", {**note, "content": "<p>Verzonnen</p>"})
    assert outcome(uri) != "not-ours"
    kept = RemoteObject.objects.get()
    assert (kept.author.uri, kept.about) == (peer.ada.uri, TEXT)
    assert "Wat ze zei" in kept.html


@pytest.mark.django_db(transaction=True)
def test_whoever_moved_is_followed_when_the_other_says_the_same(werf: Commons, peer: Peer) -> None:
    old = peer.ada.know()
    bob = f"{peer.server.address}/users/bob"
    Following.objects.create(
        actor=werf.actor, remote=old, uri="http://localhost/1", state=FollowState.ACCEPTED
    )
    peer.show(peer.actor("bob", alsoKnownAs=[old.uri]))
    peer.status(f"/.well-known/webfinger?resource=acct:bob@{peer.host}", 404)
    uri = send(peer.ada, "Move", old.uri, target=bob)
    assert outcome(uri) == "moved"
    assert Following.objects.get().remote.uri == bob
    assert [row.type for row in OutgoingActivity.objects.order_by("pk")] == ["Follow", "Undo"]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_fetched_now_is_tried_later_and_others_go_on(
    werf: Commons, peer: Peer
) -> None:
    peer.ada.know()
    eve = Elsewhere("https://elsewhere.example/users/eve")
    eve.know()
    peer.status("/users/ada", 503)
    assert eve.post(eve.follow("werf")).status_code == 202
    uri = send(peer.ada, "Update", peer.actor())
    row = Received.objects.get(uri=uri)
    assert (row.state, row.lease_until) == (ReceivedState.VERIFIED, None)
    assert row.next_try - timezone.now() > timedelta(seconds=50)
    assert "503" in row.last_error
    assert Received.objects.get(type="Follow").outcome == "accepted"


@pytest.mark.django_db
def test_a_commons_moves_when_who_it_becomes_says_the_same(werf: Commons, peer: Peer) -> None:
    by = werf.memberships.get().person.actor
    to = peer.ada.uri
    moving.ask(werf.actor, by, to)
    moving.move(werf.actor_id)
    own = FederationSettings.objects.get()
    assert (own.moving_error, own.moved_to) == ("not-named", "")
    peer.show(peer.actor(alsoKnownAs=["http://localhost/@werf"]))
    moving.ask(werf.actor, by, to)
    for _again in range(2):
        moving.move(werf.actor_id)
    own.refresh_from_db()
    assert (own.moving_error, own.moving_to, own.moved_to) == ("", "", to)
    (said,) = OutgoingActivity.objects.all()
    assert (said.type, said.to_followers) == ("Move", True)
    assert LogEntry.objects.filter(act="federation.moved").count() == 1


@pytest.mark.django_db
def test_a_move_to_who_cannot_be_reached_is_told(werf: Commons, peer: Peer) -> None:
    peer.status("/users/ada", 503)
    moving.ask(werf.actor, werf.memberships.get().person.actor, peer.ada.uri)
    moving.sweep()
    assert FederationSettings.objects.get().moving_error == "unreachable"
