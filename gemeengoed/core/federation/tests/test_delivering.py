"""Delivering over real HTTP, to servers that take it and to servers that misbehave."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import keys, tallies
from gemeengoed.core.federation.incoming.processing import process
from gemeengoed.core.federation.models import (
    Delivery,
    DeliveryState,
    Follower,
    Host,
    KeyPair,
    OutgoingActivity,
    RemoteActor,
)
from gemeengoed.core.federation.outgoing import hosts, ledger
from gemeengoed.core.federation.outgoing.delivering import deliver
from gemeengoed.core.federation.outgoing.spreading import spread
from gemeengoed.core.federation.signatures import checking, publics
from gemeengoed.core.federation.signatures.model import PublicKey, Request

from .elsewhere import Elsewhere, a_key
from .inboxes import Handler, Inboxes, followers, inboxes, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def werf(make_commons: Callable[..., Commons], settings: Settings) -> Actor:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    return make_commons("werf").actor


@pytest.fixture
def there() -> Iterator[Inboxes]:
    with inboxes() as server:
        yield server


def out(actor: Actor, number: int = 1) -> None:
    publish(actor, number)
    spread()
    deliver()


def only() -> Delivery:
    return Delivery.objects.get()


def dialect(request: Request) -> str:
    return "rfc9421" if "signature-input" in request.headers else "cavage"


def is_proven(request: Request, at: Inboxes, key: PublicKey) -> bool:
    claim = checking.claimed(request, now=timezone.now(), hosts={at.name}, schemes=("http",))
    return claim.key_id.endswith("/@werf#main-key") and checking.proves(claim, key)


def answering(status: int, **headers: str) -> Callable[[Handler, Request], None]:
    return lambda handler, _request: handler.say(status, **headers)


def test_it_arrives_as_it_was_said_with_a_good_signature(werf: Actor, there: Inboxes) -> None:
    followers(werf, there.url, 3, shared=True)
    out(werf)
    [request] = there.came
    assert (request.target, request.body) == (
        "/inbox",
        bytes(OutgoingActivity.objects.get().body),
    )
    assert dialect(request) == "rfc9421"
    assert is_proven(request, there, publics.of_der(bytes(KeyPair.objects.get().public)))
    assert request.headers["content-type"].startswith("application/")
    row = only()
    assert (row.state, row.attempts, row.doubts, row.last_error) == ("sent", 1, 0, "")
    assert row.ended is not None
    assert tallies.of(ledger.SENT) == 1


@pytest.mark.parametrize("status", [400, 401])
def test_who_takes_only_the_older_signature_gets_it_and_that_is_remembered(
    werf: Actor, there: Inboxes, status: int
) -> None:
    key = publics.of_der(bytes(keys.pair(werf).public))
    there.behaves = lambda handler, request: handler.say(
        202 if dialect(request) == "cavage" and is_proven(request, there, key) else status
    )
    followers(werf, there.url, shared=True)
    out(werf)
    assert [dialect(one) for one in there.came] == ["rfc9421", "cavage"]
    assert Host.objects.get().dialect == "cavage"
    out(werf, 2)
    assert [dialect(one) for one in there.came] == ["rfc9421", "cavage", "cavage"]


def test_a_connection_that_breaks_at_the_second_signature_is_tried_again_later(
    werf: Actor, there: Inboxes
) -> None:
    def behave(handler: Handler, request: Request) -> None:
        if dialect(request) == "rfc9421":
            handler.say(400)
        else:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)

    there.behaves = behave
    followers(werf, there.url, shared=True)
    out(werf)
    assert (only().state, only().attempts) == ("waiting", 1)


def test_a_host_that_hangs_holds_up_nobody_else(werf: Actor, there: Inboxes) -> None:
    others_have_it = threading.Event()
    with inboxes("127.0.0.2") as slow:

        def hang(handler: Handler, _request: Request) -> None:
            others_have_it.wait(60)
            handler.say(202)

        def take(handler: Handler, _request: Request) -> None:
            handler.say(202)
            if len(there.came) == 60:
                others_have_it.set()

        slow.behaves, there.behaves = hang, take
        followers(werf, slow.url, 60)
        followers(werf, there.url, 60)
        out(werf)
        assert others_have_it.is_set()
        assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
        assert set(slow.number().values()) | set(there.number().values()) == {1}


def test_a_connection_that_breaks_is_tried_again_and_counted_as_doubt(
    werf: Actor, there: Inboxes
) -> None:
    def reset(handler: Handler, _request: Request) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        handler.connection.close()

    there.behaves = reset
    followers(werf, there.url)
    out(werf)
    row = only()
    assert (row.state, row.attempts, row.doubts) == ("waiting", 1, 1)
    assert "unreachable" in row.last_error
    assert timedelta(0) < row.next_try - timezone.now() < timedelta(minutes=2)


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 502, 503])
def test_what_may_pass_is_tried_again_ever_later(werf: Actor, there: Inboxes, status: int) -> None:
    there.behaves = answering(status)
    followers(werf, there.url)
    out(werf)
    first = only()
    assert (first.state, first.attempts, first.doubts) == ("waiting", 1, 0)
    assert first.last_error == str(status)
    Delivery.objects.update(attempts=6, next_try=timezone.now())
    deliver()
    assert only().next_try - timezone.now() > timedelta(minutes=40)
    assert tallies.of(ledger.AGAIN) == 2


@pytest.mark.parametrize("status", [404, 405, 413, 422])
def test_what_will_not_pass_fails_at_once(werf: Actor, there: Inboxes, status: int) -> None:
    there.behaves = answering(status)
    followers(werf, there.url)
    out(werf)
    assert (only().state, only().last_error) == ("failed", str(status))
    assert Host.objects.get().failures == 0
    assert tallies.of(ledger.FAILED) == 1


def test_an_inbox_that_is_gone_has_no_followers_any_more(werf: Actor, there: Inboxes) -> None:
    there.behaves = lambda handler, request: handler.say(
        410 if "/users/0/" in request.target else 202
    )
    gone, stays = followers(werf, there.url, 2)
    out(werf)
    assert [one.remote for one in Follower.objects.all()] == [stays]
    assert RemoteActor.objects.get(pk=gone.pk).gone is not None


def test_a_shared_inbox_that_is_not_there_makes_room_for_their_own(
    werf: Actor, there: Inboxes
) -> None:
    there.behaves = lambda handler, request: handler.say(404 if request.target == "/inbox" else 202)
    followers(werf, there.url, 2, shared=True)
    out(werf)
    out(werf, 2)
    first, *others = [one.target for one in there.came]
    assert (first, sorted(others)) == ("/inbox", ["/users/0/inbox", "/users/1/inbox"])


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date", "for ever"])
def test_a_host_that_asks_for_time_gets_it_and_no_more_than_a_day(
    werf: Actor, there: Inboxes, status: int, form: str
) -> None:
    asked = {
        "seconds": "7200",
        "date": format_datetime(timezone.now() + timedelta(hours=2), usegmt=True),
        "for ever": "99999999999999",
    }[form]
    there.behaves = answering(status, Retry_After=asked)
    followers(werf, there.url, 9)
    out(werf)
    hours = timedelta(hours=24 if form == "for ever" else 2)
    assert len(there.came) <= hosts.NARROW
    for row in Delivery.objects.all():
        assert abs(row.next_try - timezone.now() - hours) < timedelta(minutes=1)
        assert row.state == DeliveryState.WAITING


def test_a_redirect_is_not_followed(werf: Actor, there: Inboxes) -> None:
    there.behaves = answering(307, Location="/users/0/inbox")
    followers(werf, there.url)
    out(werf)
    assert (len(there.came), only().state) == (1, "waiting")
    assert "redirects" in only().last_error


def test_a_name_that_leads_into_our_own_network_is_refused(
    werf: Actor, there: Inboxes, settings: Settings
) -> None:
    settings.ALLOWED_NETWORKS = []
    followers(werf, f"http://localhost:{there.server_address[1]}")
    out(werf)
    assert (there.came, only().state) == ([], "failed")
    assert "private" in only().last_error


def test_a_host_that_cannot_prove_who_it_is_gets_nothing(
    werf: Actor, there: Inboxes, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    there.socket = context.wrap_socket(there.socket, server_side=True)
    followers(werf, f"https://{there.name}")
    out(werf)
    assert (there.came, only().state) == ([], "waiting")
    assert "certificate" in only().last_error


def _certificate(folder: Path) -> Path:
    """Of nobody that anybody trusts."""
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes as digests  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415

    key, now = a_key(), timezone.now()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now, now + timedelta(days=1)
    ).sign(key, digests.SHA256())
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
        + made.public_bytes(form.Encoding.PEM)
    )
    return path


def test_after_five_failures_in_a_row_a_host_is_left_alone(werf: Actor, there: Inboxes) -> None:
    there.behaves = answering(500)
    followers(werf, there.url, 40)
    out(werf)
    host = Host.objects.get()
    assert host.failures == hosts.IN_A_ROW
    assert len(there.came) <= hosts.IN_A_ROW + hosts.NARROW
    assert host.open_until > timezone.now()
    assert not Delivery.objects.filter(next_try__lt=timezone.now()).exists()
    first = host.open_until - timezone.now()
    # One shows that it is not well yet; it is left alone for longer.
    there.came.clear()
    _time_passes()
    deliver()
    assert len(there.came) == 1
    host = Host.objects.get()
    assert host.open_until - timezone.now() > first
    # One shows that it is well; the others follow.
    there.behaves = answering(202)
    _time_passes()
    deliver()
    host = Host.objects.get()
    assert (host.failures, host.failing_since, host.open_until) == (0, None, None)
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 40


def _time_passes() -> None:
    Host.objects.update(open_until=timezone.now())
    Delivery.objects.update(next_try=timezone.now())


def test_what_did_not_arrive_in_three_days_is_given_up(werf: Actor, there: Inboxes) -> None:
    there.behaves = answering(500)
    followers(werf, there.url, 12)
    publish(werf)
    spread()
    Delivery.objects.update(created=timezone.now() - timedelta(days=3))
    deliver()
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.FAILED}


def test_a_host_that_fails_for_seven_days_is_given_up_until_it_is_heard_of(
    werf: Actor, there: Inboxes
) -> None:
    there.behaves = answering(500)
    followers(werf, there.url, 5)
    Host.objects.update(failures=30, failing_since=timezone.now() - timedelta(days=7))
    out(werf)
    assert len(there.came) == 1
    assert Host.objects.get().given_up is not None
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.FAILED}
    out(werf, 2)
    assert Delivery.objects.count() == 5
    ada = Elsewhere(f"{there.url}/users/ada")
    ada.know()
    assert ada.post(ada.follow("werf")).status_code == 202
    process()
    Follower.objects.filter(remote__uri=ada.uri).delete()
    there.behaves = answering(202)
    publish(werf, 3)
    spread()
    deliver()
    sent = Delivery.objects.filter(state=DeliveryState.SENT, activity__type="Create")
    assert sent.count() == 5


def test_a_host_that_was_blocked_meanwhile_gets_nothing(werf: Actor, there: Inboxes) -> None:
    followers(werf, there.url, 2)
    publish(werf)
    spread()
    Host.objects.update(measure="suspend")
    deliver()
    assert there.came == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.FAILED}
