"""Authorised fetch: who signs and is not suspended may read."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.identity import authorising
from gemeengoed.core.federation.incoming import known_keys
from gemeengoed.core.federation.models import Host, Measure, RemoteKey
from gemeengoed.core.federation.signatures import signing

from .elsewhere import Elsewhere, a_key
from .peers import Peer, a_peer

pytestmark = pytest.mark.django_db
ACCEPT = {"Accept": "application/activity+json"}


@pytest.fixture(autouse=True)
def _demanded(settings: Any) -> None:
    settings.AUTHORIZED_FETCH = True
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    return make_commons("werf")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with a_peer() as made:
        yield made


def read(who: Elsewhere, path: str = "/@werf", as_if: str = "") -> Any:
    """`as_if`: the path that is signed, where it is another."""
    signed = who.dialect(
        "GET",
        f"http://localhost{as_if or path}",
        key_id=who.key_id,
        key=who.key,
        now=timezone.now(),
    )
    return Client().get(path, headers={**ACCEPT, **signed})


@pytest.mark.parametrize("dialect", [signing.cavage, signing.rfc9421])
@pytest.mark.parametrize("path", ["/@werf", "/@werf/outbox", "/@werf/followers?before=0"])
def test_who_signs_with_a_known_key_reads(werf: Commons, path: str, dialect: Any) -> None:
    ada = Elsewhere(dialect=dialect)
    ada.know()
    answer = read(ada, path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Signature" in answer["Vary"]


def test_who_does_not_sign_or_signs_something_else_reads_nothing(werf: Commons) -> None:
    ada = Elsewhere()
    ada.know()
    assert Client().get("/@werf", headers=ACCEPT).status_code == 401
    assert Client().get("/@werf/outbox").status_code == 401
    assert read(ada, "/@werf", as_if="/@other").status_code == 401
    ada.key = a_key(1)
    assert read(ada).json() == {"error": "signature"}


def test_who_is_suspended_reads_nothing(werf: Commons) -> None:
    ada = Elsewhere()
    ada.know()
    Host.objects.update(measure=Measure.SUSPEND)
    known_keys.forget()
    assert read(ada).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_an_unknown_key_is_fetched_so_that_the_next_try_is_answered(
    werf: Commons, peer: Peer
) -> None:
    assert read(peer.ada).json() == {"error": "key"}
    assert RemoteKey.objects.get().key_id == peer.ada.key_id
    assert read(peer.ada).status_code == 200


def test_naming_many_keys_of_one_host_does_not_make_us_ask_for_all(
    werf: Commons,
    peer: Peer,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(authorising, "MOST_KEYS_OF_HOST", 1)
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            read(Elsewhere(uri=f"{peer.server.address}/users/{number}"))
    # The minute may end in between, and then the count begins anew.
    assert len(callbacks) <= 2


def test_the_actor_of_the_server_webfinger_and_pages_are_for_everybody(werf: Commons) -> None:
    instance_actor()
    assert Client().get("/@instance", headers=ACCEPT).status_code == 200
    found = Client().get("/.well-known/webfinger?resource=acct:werf@localhost")
    assert found.status_code == 200
    assert Client().get("/nodeinfo/2.1").status_code == 200
    assert Client().get("/@werf/", headers={"Accept": "text/html"}).status_code == 200
