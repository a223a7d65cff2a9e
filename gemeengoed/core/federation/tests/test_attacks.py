"""What somebody who means harm tries from outside, and what must not come of it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import addresses, keys
from gemeengoed.core.federation.activitystreams import reading
from gemeengoed.core.federation.incoming import accepting, processing, refusing, verifying
from gemeengoed.core.federation.incoming.handlers import reports
from gemeengoed.core.federation.models import (
    Delivery,
    FederationSettings,
    Follower,
    Host,
    KeyPair,
    Measure,
    OutgoingActivity,
    PublishedObject,
    Received,
    ReceivedState,
    Refused,
    RemoteActor,
    RemoteObject,
    RemotePicture,
    Report,
)
from gemeengoed.core.federation.outgoing import spreading, sweeping
from gemeengoed.core.federation.remote import actors, asking, objects, pictures
from gemeengoed.core.federation.remote.asking import RemoteError
from gemeengoed.core.federation.steering import blocking, measures
from gemeengoed.core.fetching.tests.servers import Page
from gemeengoed.core.people.models import Person
from gemeengoed.core.privacy import services as privacy

from .elsewhere import Elsewhere, a_key
from .inboxes import followers, publish
from .peers import Peer, a_peer
from .test_handlers import hear, note

pytestmark = pytest.mark.django_db
ACTIVITY = {"Accept": "application/activity+json"}


@pytest.fixture
def peer(settings: Any) -> Iterator[Peer]:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with a_peer() as made:
        yield made


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Actor:
    return make_commons("werf").actor


@pytest.fixture
def ada() -> Elsewhere:
    elsewhere = Elsewhere()
    elsewhere.know()
    return elsewhere


def stranger(uri: str) -> Elsewhere:
    """Says to be `uri` under a key there that nobody knows."""
    return Elsewhere(uri, key=a_key(7))


def test_who_only_claims_an_id_does_not_take_it_from_whom_it_belongs_to(
    werf: Actor, ada: Elsewhere
) -> None:
    theirs = ada.follow("werf")
    forged = stranger(ada.uri).post({**theirs, "type": "Like"}, key_id=f"{ada.uri}#other")
    assert forged.status_code == 202
    assert ada.post(theirs).status_code == 202
    processing.process()
    assert Follower.objects.filter(remote__uri=ada.uri).exists()
    done = Received.objects.get(uri=theirs["id"])
    assert (done.type, done.state) == ("Follow", ReceivedState.DONE)


def test_of_two_that_claim_an_id_the_one_that_is_proven_has_it(werf: Actor, peer: Peer) -> None:
    theirs = peer.ada.follow("werf")
    stranger(peer.ada.uri).post(theirs, key_id=peer.ada.key_id)
    peer.ada.post(theirs)
    peer.ada.post(theirs, headers={"X-Again": "1"})
    verifying.verify()
    verifying.verify()
    processing.process()
    assert Follower.objects.filter(remote__uri=peer.ada.uri).exists()
    assert Received.objects.filter(uri=theirs["id"]).count() == 1
    assert not Received.objects.filter(state=ReceivedState.UNVERIFIED).exists()


def test_a_flood_in_somebodys_name_does_not_shut_them_out(
    werf: Actor, ada: Elsewhere, settings: Any
) -> None:
    settings.INBOX_PER_ACTOR = 2
    for number in range(5):
        stranger(ada.uri).post(ada.follow("werf", number))
        stranger(ada.uri).post(ada.follow("werf", number), key_id=f"{ada.uri}#other")
    assert ada.post(ada.follow("werf", 9)).status_code == 202


def test_what_is_large_waits_outside_until_its_key_is_known(werf: Actor, peer: Peer) -> None:
    large = peer.ada.follow("werf") | {"summary": "a" * accepting.LARGEST_UNVERIFIED}
    answer = peer.ada.post(large)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert not Received.objects.exists()
    verifying.refetch(peer.ada.key_id)
    assert peer.ada.post(large).status_code == 202


def test_made_up_names_of_servers_do_not_fill_the_counts(
    werf: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "MOST_A_DAY", 3)
    for number in range(8):
        refusing.count("signature", f"s{number}.example")
        refusing.write()
    assert Refused.objects.count() == 4
    assert Refused.objects.get(host="").number == 5


def test_an_inbox_on_another_server_is_not_taken(peer: Peer) -> None:
    uri = peer.ada.uri
    shared = {"sharedInbox": "https://bystander.example/inbox"}
    peer.show(peer.actor(endpoints=shared))
    assert actors.fetch(uri).shared_inbox == ""
    peer.show(peer.actor(inbox="https://bystander.example/inbox"))
    with pytest.raises(RemoteError) as error:
        actors.fetch(uri)
    assert error.value.reason == "inbox"


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("https://Evil.Example/x", "evil.example"),
        ("https://evil.example:443/x", "evil.example"),
        ("https://evil.example./x", ""),
        ("https://e%76il.example/x", ""),
        ("https://evil.example\\.good.example/x", ""),
        ("https://good@evil.example/x", ""),
        ("https://evil..example/x", ""),
        ("https://ëvil.example/x", "xn--vil-ima.example"),
        ("https://[::1]:8/x", "[::1]:8"),
        ("https://evil.example:x/", ""),
        ("//evil.example/x", ""),
        ("javascript://evil.example/x", ""),
    ],
)
def test_a_server_has_one_name(uri: str, host: str) -> None:
    assert addresses.host_of(uri) == host


def test_a_name_in_other_letters_is_blocked_as_it_is_asked_for() -> None:
    assert measures.known_host("https://Ëvil.example./").name == "xn--vil-ima.example"


@pytest.mark.parametrize("uri", ["http://LOCALHOST/@werf", "http://localhost:80/@werf"])
def test_this_server_under_another_name_is_not_asked(werf: Actor, uri: str) -> None:
    with pytest.raises(RemoteError) as error:
        asking.get(uri)
    assert error.value.reason == "ours"
    assert stranger(uri).post(stranger(uri).follow("werf")).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_copy_with_a_name_put_in_does_not_bring_what_another_said_to_us(
    werf: Actor, ada: Elsewhere, peer: Peer
) -> None:
    thing = note(peer.ada, inReplyTo=None)
    peer.show(thing)
    tag = {"type": "Mention", "href": "http://localhost/@werf"}
    hear(ada, "Create", {**thing, "tag": tag})
    assert not RemoteObject.objects.exclude(about="").exists()


def test_thousands_of_names_cost_a_few_queries(werf: Actor, ada: Elsewhere) -> None:
    names = [f"http://localhost/@nobody{number}" for number in range(2_000)]
    with CaptureQueriesContext(connection) as asked:
        hear(ada, "Create", note(ada, inReplyTo=None, to=names))
    assert len(asked) < 200


def test_what_was_said_in_private_does_not_become_public_by_a_change(ada: Elsewhere) -> None:
    author = RemoteActor.objects.get()
    private = reading.described(note(ada, to=["http://localhost/@werf"]))
    objects.store(private, private.id, author)
    opened = reading.described(note(ada, updated="2020-01-02T10:00:00Z", content="<p>Nu</p>"))
    changed = objects.store(opened, opened.id, author)
    assert (changed.plain, changed.public) == ("Nu", False)


def test_the_words_of_what_is_gone_are_not_read_at_the_address_of_its_activity(werf: Actor) -> None:
    publish(werf)
    address = "/@werf/activities/Create-0"
    assert Client().get(address, headers=ACTIVITY).status_code == 200
    PublishedObject.objects.create(
        uri="/@werf/notes/1",
        object_type="note",
        type="Note",
        speaker=werf,
        digest="0" * 64,
        published=timezone.now(),
        gone=timezone.now(),
    )
    answer = Client().get(address, headers=ACTIVITY)
    assert (answer.status_code, answer.json()["type"]) == (410, "Tombstone")
    assert "Dag" not in answer.text


def test_what_somebody_said_who_left_is_not_read_any_more(werf: Actor) -> None:
    publish(werf)
    Actor.objects.filter(pk=werf.pk).update(gone=timezone.now())
    answer = Client().get("/@werf/activities/Create-0", headers=ACTIVITY)
    assert answer.status_code == 410


def test_a_key_that_somebody_elsewhere_lists_speaks_for_nobody_else(
    werf: Actor, peer: Peer
) -> None:
    mallory = {**peer.actor("mallory"), "publicKey": peer.actor()["publicKey"]}
    peer.show(mallory)
    forged = {**peer.ada.follow("werf"), "actor": mallory["id"]}
    peer.ada.post(forged)
    verifying.verify()
    assert Received.objects.get().outcome == "actor"


def test_an_actor_led_on_to_another_server_is_read_there_or_not_at_all(peer: Peer) -> None:
    def elsewhere(page: Page) -> None:
        page.answer(json.dumps(peer.actor("mallory")).encode(), "application/activity+json")

    peer.answers("/users/ada", elsewhere)
    peer.status("/users/mallory", 404)
    with pytest.raises(RemoteError):
        actors.fetch(peer.ada.uri)
    assert not RemoteActor.objects.exists()


def test_reports_of_one_server_do_not_bury_the_stewards(
    werf: Actor, ada: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_OF_HOST", 2)
    said = [hear(ada, "Flag", "http://localhost/@werf", number) for number in range(4)]
    assert said == ["reported", "reported", "too-many", "too-many"]
    assert Report.objects.count() == 2


def test_a_picture_at_this_server_under_another_name_is_not_fetched(db: None) -> None:
    pictures.name(["http://LOCALHOST/admin.png", "http://localhost:80/x.png"], "there.example")
    assert not RemotePicture.objects.exists()


@pytest.mark.parametrize(
    ("name", "is_blocked"),
    [
        ("evil.example", True),
        ("other.evil.example", True),
        ("evil.example:80", True),
        ("notevil.example", False),
        ("example", False),
    ],
)
def test_who_is_blocked_does_not_come_back_under_a_name_below_their_own(
    db: None, name: str, is_blocked: bool
) -> None:
    Host.objects.create(name="evil.example", measure=Measure.SUSPEND)
    assert blocking.is_suspended(name) == is_blocked
    if is_blocked:
        with pytest.raises(RemoteError) as error:
            asking.get(f"https://{name}/users/eve")
        assert error.value.reason == "suspended"


def test_who_leaves_is_forgotten_here_and_their_followers_are_told(
    make_person: Callable[..., Person],
) -> None:
    make_person("baas", is_steward=True)
    cor = make_person("cor")
    followers(cor.actor, "https://there.example")
    FederationSettings.objects.create(actor=cor.actor, also_known_as=["https://there.example/cor"])
    keys.pair(cor.actor)
    publish(cor.actor)
    privacy.give_up(cor)
    spreading.spread()
    farewell = OutgoingActivity.objects.get()
    assert (farewell.type, farewell.object) == ("Delete", "http://localhost/@cor")
    assert [one.activity for one in Delivery.objects.all()] == [farewell]
    assert not FederationSettings.objects.exists()
    sweeping.sweep()
    assert Follower.objects.exists()
    Delivery.objects.update(state="sent", ended=timezone.now())
    sweeping.sweep()
    assert not Follower.objects.exists()
    assert not KeyPair.objects.filter(actor=cor.actor).exists()
