"""Asking other servers: signed, guarded, and believing only what stands where it says."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.federation import keys as our_keys
from gemeengoed.core.federation.models import Host, Measure, RemoteActor, RemoteKey
from gemeengoed.core.federation.remote import actors, asking, keys, listed, profiles
from gemeengoed.core.federation.remote.asking import RemoteError
from gemeengoed.core.federation.signatures import checking, publics
from gemeengoed.core.federation.signatures.model import Request
from gemeengoed.core.fetching import FetchError, Reason
from gemeengoed.core.fetching.tests.servers import Page

from .elsewhere import a_key
from .peers import ACTIVITY, Peer, a_peer, pem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def peer() -> Iterator[Peer]:
    with a_peer() as made:
        yield made


def refused(ask: Any, *arguments: Any) -> str:
    with pytest.raises(RemoteError) as error:
        ask(*arguments)
    return error.value.reason


def dialect(headers: dict[str, str]) -> str:
    return "rfc9421" if "signature-input" in headers else "cavage"


def only_for(wanted: str, document: dict[str, Any]) -> Any:
    """A page for who signs in the dialect `wanted` and proves it."""
    public = our_keys.private(our_keys.pair(instance_actor())).public_key()

    def answer(page: Page) -> None:
        headers = {name.lower(): value for name, value in page.headers.items()}
        request = Request("GET", page.path, headers, b"")
        claim = checking.claimed(
            request, now=timezone.now(), hosts={headers["host"]}, schemes=("http",)
        )
        mine = claim.key_id == "http://localhost/@instance#main-key"
        if mine and claim.dialect == wanted and checking.proves(claim, public):
            page.answer(json.dumps(document).encode(), ACTIVITY)
        else:
            page.send_error(401)

    return answer


@pytest.mark.parametrize("wanted", ["rfc9421", "cavage"])
def test_we_ask_with_a_signature_that_proves_who_asks_in_the_dialect_they_take(
    peer: Peer, wanted: str
) -> None:
    peer.answers("/users/ada?page=1", only_for(wanted, peer.actor()))
    address = f"{peer.ada.uri}?page=1"
    assert asking.get_json(address) == (peer.actor(), address)
    assert Host.objects.get(name=peer.host).dialect == wanted
    asking.get_json(address)
    tried = [dialect(headers) for headers in peer.asked("/users/ada?page=1")]
    assert tried == (["rfc9421"] * 2 if wanted == "rfc9421" else ["rfc9421", "cavage", "cavage"])


def test_what_moved_on_the_same_host_is_signed_anew(peer: Peer) -> None:
    peer.answers("/old", lambda page: page.redirect("/users/ada"))
    peer.answers("/users/ada", only_for("rfc9421", peer.actor()))
    assert asking.get(f"{peer.server.address}/old").address == peer.ada.uri


def test_nobody_here_and_nobody_suspended_is_asked(peer: Peer) -> None:
    assert refused(asking.get_json, "http://localhost/@instance") == "ours"
    assert refused(asking.get_json, "ftp://there.example/a") == "address"
    Host.objects.create(name=peer.host, measure=Measure.SUSPEND)
    assert refused(asking.get_json, peer.ada.uri) == "suspended"
    assert not peer.server.seen


def test_a_server_on_https_believes_only_https(peer: Peer, settings: Any) -> None:
    settings.SCHEME = "https"
    assert refused(asking.get_json, peer.ada.uri) == "address"


@pytest.mark.parametrize("kind", ["application/ld+json", "application/json", "text/html"])
def test_what_is_not_served_as_activitystreams_is_not_believed(peer: Peer, kind: str) -> None:
    peer.show(peer.actor(), kind=kind)
    with pytest.raises((RemoteError, FetchError)):
        asking.get_json(peer.ada.uri)


def test_json_ld_with_the_profile_is_activitystreams(peer: Peer) -> None:
    kind = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
    peer.show(peer.actor(), kind=kind)
    assert asking.get_json(peer.ada.uri)[0]["name"] == "Ada"


def test_what_an_actor_says_of_itself_is_kept_safe_and_bounded(peer: Peer) -> None:
    said = {
        "type": "as:Group",
        "name": f"\u202eA\nda {'x' * 500}",
        "summary": f'<p onclick="x()">Hi<script>alert(1)</script></p>{"<b>" * 50_000}',
        "url": [{"type": "Link", "mediaType": "text/html", "href": f"{peer.server.address}/@ada"}],
        "icon": [{"type": "Image", "url": "javascript:alert(1)"}],
        "followers": "https://elsewhere.example/followers",
        "outbox": f"{peer.ada.uri}/outbox",
        "alsoKnownAs": [f"https://old.example/{number}" for number in range(50)],
        "movedTo": "http://localhost/@instance",
        "endpoints": {"sharedInbox": 7},
    }
    peer.show(peer.actor(**said))
    ada = actors.fetch(peer.ada.uri)
    assert (ada.type, ada.username, ada.host_id) == ("Group", "ada", peer.host)
    assert ada.address == f"@ada@{peer.host}"
    assert ada.name.startswith("A da xxx")
    assert len(ada.name) == 200
    assert ada.summary.startswith("<p>Hi</p>")
    assert ada.url == f"{peer.server.address}/@ada"
    assert (ada.icon, ada.followers, ada.moved_to, ada.shared_inbox) == ("", "", "", "")
    assert ada.outbox == f"{peer.ada.uri}/outbox"
    assert len(ada.also_known_as) == 10
    assert publics.of_der(bytes(ada.keys.get().public)) == peer.ada.key.public_key()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"type": "Note"}, "type"),
        ({"type": []}, "type"),
        ({"type": "Tombstone"}, "gone"),
        ({"inbox": "javascript:alert(1)"}, "inbox"),
        ({"inbox": "http://localhost/inbox"}, "inbox"),
        ({"inbox": None}, "inbox"),
        ({"preferredUsername": "ada@elsewhere.example"}, "username"),
        ({"preferredUsername": ""}, "username"),
        ({"preferredUsername": "a" * 121}, "username"),
        ({"preferredUsername": ["ada"]}, "username"),
        ({"id": 7}, "address"),
    ],
)
def test_what_is_no_actor_to_speak_to_is_refused(
    peer: Peer, said: dict[str, Any], reason: str
) -> None:
    peer.show(peer.actor(**said), "/users/ada")
    assert refused(actors.fetch, peer.ada.uri) == reason
    assert not RemoteActor.objects.exists()


def test_a_document_that_says_to_be_another_is_read_where_that_one_stands(peer: Peer) -> None:
    forged = peer.actor("bob", name="Forged")
    peer.show(forged, "/uploads/bob.json")
    peer.show(peer.actor("bob"))
    assert actors.fetch(f"{peer.server.address}/uploads/bob.json").name == "Bob"
    peer.show(peer.actor("eve"), "/users/bob")
    assert refused(actors.fetch, f"{peer.server.address}/uploads/bob.json") == "id"


@pytest.mark.parametrize("status", [404, 410])
def test_who_is_gone_is_marked_and_comes_back_when_they_do(peer: Peer, status: int) -> None:
    actors.fetch(peer.ada.uri)
    peer.status("/users/ada", status)
    assert refused(actors.fetch, peer.ada.uri) == "gone"
    assert RemoteActor.objects.get().gone is not None
    peer.show(peer.actor())
    assert actors.fetch(peer.ada.uri).gone is None


def webfinger(peer: Peer, host: str, thing: dict[str, Any]) -> None:
    peer.show(thing, f"/.well-known/webfinger?resource=acct:ada@{host}", "application/jrd+json")


def test_a_name_on_another_host_counts_when_that_host_confirms_it(peer: Peer) -> None:
    with a_peer() as home:
        webfinger(peer, peer.host, {"subject": f"acct:ada@{home.host}"})
        webfinger(home, home.host, {"links": [{"rel": "self", "href": peer.ada.uri}]})
        assert actors.fetch(peer.ada.uri).address == f"@ada@{home.host}"
        asked = len(home.server.seen)
        assert actors.fetch(peer.ada.uri).address == f"@ada@{home.host}"
        assert len(home.server.seen) == asked


@pytest.mark.parametrize(
    "confirmation",
    [{}, {"links": [{"rel": "self", "href": "http://other.example/ada"}]}, {"links": "no"}],
)
def test_a_name_on_another_host_that_does_not_confirm_it_is_not_taken(
    peer: Peer, confirmation: dict[str, Any]
) -> None:
    with a_peer() as home:
        webfinger(peer, peer.host, {"subject": f"acct:ada@{home.host}"})
        webfinger(home, home.host, confirmation)
        assert actors.fetch(peer.ada.uri).address == f"@ada@{peer.host}"


def test_a_key_is_fetched_with_its_owner(peer: Peer) -> None:
    key = keys.fetch(peer.ada.key_id)
    assert (key.owner.uri, key.algorithm) == (peer.ada.uri, "rsa")
    assert keys.known(peer.ada.key_id) == key
    assert len(peer.asked()) == 1


def test_several_keys_and_multikeys_are_known(peer: Peer) -> None:
    ed = ed25519.Ed25519PrivateKey.generate().public_key()
    second = {"id": f"{peer.ada.uri}#second", "publicKeyPem": pem(a_key(1).public_key())}
    multi = {
        "id": f"{peer.ada.uri}#ed",
        "type": "Multikey",
        "controller": peer.ada.uri,
        "publicKeyMultibase": publics.to_multibase(ed),
    }
    odd = [7, "x", {"id": f"{peer.ada.uri}#odd", "publicKeyPem": "x"}, {"id": "http://["}]
    actor = peer.actor()
    peer.show({**actor, "publicKey": [actor["publicKey"], second, *odd], "assertionMethod": multi})
    assert publics.of_der(bytes(keys.fetch(f"{peer.ada.uri}#ed").public)) == ed
    found = set(RemoteKey.objects.values_list("key_id", "algorithm"))
    assert found == {
        (peer.ada.key_id, "rsa"),
        (f"{peer.ada.uri}#second", "rsa"),
        (f"{peer.ada.uri}#ed", "ed25519"),
    }
    assert refused(keys.fetch, f"{peer.ada.uri}#odd") == "key"


@pytest.mark.parametrize("form", ["bare", "gotosocial", "reference"])
def test_a_key_at_an_address_of_its_own_is_believed_when_its_owner_lists_it(
    peer: Peer, form: str
) -> None:
    key_id = f"{peer.ada.uri}/main-key"
    key = {**peer.actor()["publicKey"], "id": key_id}
    around = {"id": peer.ada.uri, "type": "Person", "preferredUsername": "ada", "publicKey": key}
    peer.show(around if form == "gotosocial" else key, "/users/ada/main-key")
    peer.show(peer.actor(publicKey=key_id if form == "reference" else key))
    assert keys.fetch(key_id).owner.uri == peer.ada.uri
    peer.show(peer.actor())
    assert refused(keys.fetch, key_id) == "key"
    assert not RemoteKey.objects.filter(key_id=key_id).exists()


def test_nobody_takes_the_name_of_anothers_key_on_the_same_host(peer: Peer) -> None:
    before = keys.fetch(peer.ada.key_id)
    mine = {"id": peer.ada.key_id, "publicKeyPem": pem(a_key(1).public_key())}
    peer.show(peer.actor("eve", publicKey=mine))
    actors.fetch(f"{peer.server.address}/users/eve")
    now = RemoteKey.objects.get(key_id=peer.ada.key_id)
    assert (now.owner.uri, bytes(now.public)) == (before.owner.uri, bytes(before.public))


def test_a_key_whose_owner_is_on_another_host_is_refused(peer: Peer) -> None:
    with a_peer() as other:
        key_id = f"{other.server.address}/key"
        key = {"id": key_id, "owner": peer.ada.uri, "publicKeyPem": pem(a_key().public_key())}
        other.show(key, "/key")
        peer.show(peer.actor(publicKey=key))
        assert refused(keys.fetch, key_id) == "host"
        assert not RemoteKey.objects.exists()


def test_a_key_that_leads_to_another_host_is_refused(peer: Peer) -> None:
    with a_peer() as other:
        peer.answers("/users/ada", lambda page: page.redirect(other.ada.uri))
        assert refused(keys.fetch, peer.ada.key_id) == "host"
        assert not RemoteKey.objects.exists()


def test_a_key_that_leads_on_at_its_own_host_is_found(peer: Peer) -> None:
    peer.answers("/key", lambda page: page.redirect("/users/ada"))
    key_id = f"{peer.server.address}/key"
    peer.show(peer.actor(publicKey={**peer.actor()["publicKey"], "id": key_id}))
    assert keys.fetch(key_id).owner.uri == peer.ada.uri


def test_a_key_document_of_two_megabytes_is_not_read(peer: Peer) -> None:
    peer.show(peer.actor(summary="x" * 2_000_000))
    with pytest.raises(FetchError) as error:
        keys.fetch(peer.ada.key_id)
    assert error.value.reason == Reason.TOO_LARGE


def test_a_key_that_was_replaced_replaces_the_old_one_and_one_that_is_listed_no_more_is_forgotten(
    peer: Peer,
) -> None:
    keys.fetch(peer.ada.key_id)
    newer = {**peer.actor()["publicKey"], "publicKeyPem": pem(a_key(1).public_key())}
    peer.show(peer.actor(publicKey=newer))
    assert publics.of_der(bytes(keys.fetch(peer.ada.key_id).public)) == a_key(1).public_key()
    peer.show(peer.actor(publicKey=[]))
    assert refused(keys.fetch, peer.ada.key_id) == "key"
    assert not RemoteKey.objects.exists()


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
    | st.sampled_from(
        [
            "Person",
            "Multikey",
            "https://there.example/a",
            "http://[",
            "//",
            "https://there.example/a#k",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "url", "href", "owner"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
NAMES = """
type inbox endpoints preferredUsername name nameMap summary url icon followers outbox alsoKnownAs movedTo
webfinger publicKey assertionMethod
"""


@given(st.dictionaries(st.sampled_from(NAMES.split()), JSON))
def test_whatever_a_document_says_it_is_an_actor_or_a_remote_error(said: dict[str, Any]) -> None:
    document = {
        "id": "https://there.example/a",
        "type": "Person",
        "inbox": "https://there.example/inbox",
        "preferredUsername": "ada",
        **said,
    }
    listed.keys(document)
    try:
        profile = profiles.read(document)
    except RemoteError:
        return
    assert profile.uri == document["id"]
