"""At the door: what cannot be true is refused and counted; what is answered with 202 is on disk."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import tallies
from gemeengoed.core.federation.incoming import accepting, appending, refusing
from gemeengoed.core.federation.models import Host, Measure, Received, ReceivedState, Refused
from gemeengoed.core.federation.signatures import signing

from .elsewhere import Elsewhere, a_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    return make_commons("werf")


@pytest.fixture
def ada() -> Elsewhere:
    return Elsewhere()


def counted() -> dict[str, int]:
    refusing.write()
    found: dict[str, int] = {}
    for reason, number in Refused.objects.values_list("reason", "number"):
        found[reason] = found.get(reason, 0) + number
    return found


@pytest.mark.parametrize("dialect", [signing.cavage, signing.rfc9421])
@pytest.mark.parametrize("inbox", ["/inbox", "/@werf/inbox"])
def test_what_a_known_key_proves_is_accepted(
    werf: Commons, ada: Elsewhere, inbox: str, dialect: Any
) -> None:
    ada.know()
    ada.dialect = dialect
    assert ada.post(ada.follow("werf"), inbox).status_code == 202
    row = Received.objects.get()
    assert (row.state, row.actor, row.host, row.type) == (
        ReceivedState.VERIFIED,
        ada.uri,
        "there.example",
        "Follow",
    )


def test_the_same_again_is_accepted_and_kept_once(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    for _again in range(3):
        assert ada.post(ada.follow("werf")).status_code == 202
    assert Received.objects.count() == 1


def test_under_a_key_that_is_not_known_it_is_kept_unverified(werf: Commons, ada: Elsewhere) -> None:
    assert ada.post(ada.follow("werf")).status_code == 202
    row = Received.objects.get()
    assert row.state == ReceivedState.UNVERIFIED
    assert row.request["target"] == "/inbox"


def test_what_is_kept_unverified_is_bounded(
    werf: Commons, ada: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "MOST_UNVERIFIED_OF_HOST", 2)
    for number in range(2):
        assert ada.post(ada.follow("werf", number)).status_code == 202
    answer = ada.post(ada.follow("werf", 3))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert counted() == {"unverified": 1}


def test_a_bad_signature_under_a_known_key_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    ada.key = a_key(1)
    assert ada.post(ada.follow("werf")).status_code == 401
    assert counted() == {"signature": 1}
    assert not Received.objects.exists()


def test_unsigned_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    answer = ada.post(ada.follow("werf"), headers={"Signature": None})
    assert answer.status_code == 401
    assert counted() == {"missing": 1}


def test_a_clock_two_hours_off_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    for hours in (2, -2):
        late = timezone.now() + timedelta(hours=hours)
        assert ada.post(ada.follow("werf"), now=late).status_code == 401
    assert counted() == {"clock": 2}


def test_what_was_sent_to_another_server_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    # Django's test client takes Host from the server name; a proxy would pass it on like this.
    answer = ada.post(ada.follow("werf"), headers={"Host": "127.0.0.1"})
    assert answer.status_code == 401
    assert counted() == {"host": 1}


def test_without_a_digest_or_with_that_of_another_body_it_is_refused(
    werf: Commons, ada: Elsewhere
) -> None:
    ada.know()
    assert ada.post(ada.follow("werf"), headers={"Digest": None}).status_code == 401
    other = {"Digest": "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}
    assert ada.post(ada.follow("werf"), headers=other).status_code == 401


def test_who_speaks_for_another_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    said = {**ada.follow("werf"), "actor": "https://there.example/users/bob"}
    assert ada.post(said).status_code == 401
    assert counted() == {"actor": 1}


def test_a_key_on_another_host_than_the_actor_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    said = {
        **ada.follow("werf"),
        "actor": "https://other.example/users/ada",
        "id": "https://other.example/1",
    }
    assert ada.post(said).status_code == 401
    assert counted() == {"key-host": 1}


def test_an_id_on_another_host_than_the_actor_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    said = {**ada.follow("werf"), "id": "https://other.example/follows/1"}
    assert ada.post(said).status_code == 400
    assert counted() == {"id": 1}


def test_who_says_to_be_somebody_here_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    said = {**ada.follow("werf"), "actor": "http://localhost/@werf", "id": "http://localhost/1"}
    assert ada.post(said).status_code == 400


def test_from_a_suspended_server_nothing_is_taken(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    Host.objects.update(measure=Measure.SUSPEND)
    assert ada.post(ada.follow("werf")).status_code == 403
    assert counted() == {"suspended": 1}


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"nothing", 400, "json"),
        (b"[]", 400, "shape"),
        (b'{"type":"Follow"}', 400, "shape"),
        (b'{"actor":"https://there.example/users/ada"}', 400, "shape"),
        (b'{"type":1,"actor":["https://there.example/users/ada"]}', 400, "shape"),
        (
            b'{"type":"Follow","type":"Like","actor":"https://there.example/users/ada"}',
            400,
            "duplicate",
        ),
        (b'{"type":"Follow","actor":"https://there.example/users/ada","x":NaN}', 400, "json"),
        (b'{"type":"Follow","actor":"https://there.example/users/ada","x":"\\ud800"}', 400, "json"),
        (b'{"type":"Follow","actor":"https://there.example/users/ada","x":"\\u0000"}', 400, "json"),
        (b'{"type":"Follow\xff","actor":"https://there.example/users/ada"}', 400, "encoding"),
        (b'{"type":"Follow","actor":' + b"[" * 40 + b"]" * 40 + b"}", 400, "depth"),
        (b"[" * 100_000, 400, "depth"),
        (b'{"x":"' + b"a" * 1_048_576 + b'"}', 413, "too-large"),
        (b'{"type":"Follow","actor":"ftp://there.example/users/ada"}', 400, "shape"),
        (b'{"type":"Follow","actor":"https://there.example:x/users/ada"}', 400, "shape"),
        (b'{"type":"Follow","actor":"https://a:b@there.example/users/ada"}', 400, "shape"),
    ],
)
def test_what_is_no_activity_is_refused(
    werf: Commons, ada: Elsewhere, body: bytes, status: int, reason: str
) -> None:
    ada.know()
    assert ada.post(body).status_code == status
    assert counted() == {reason: 1}


def test_another_type_of_content_is_refused(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    answer = ada.post(ada.follow("werf"), content_type="text/plain")
    assert answer.status_code == 415


def test_who_is_not_here_has_no_inbox(werf: Commons, ada: Elsewhere) -> None:
    ada.know()
    assert ada.post(ada.follow("werf"), "/@nobody/inbox").status_code == 404


def test_one_who_says_too_much_is_told_to_wait(
    werf: Commons, ada: Elsewhere, settings: Any
) -> None:
    settings.INBOX_PER_ACTOR = 2
    ada.know()
    said = [ada.post(ada.follow("werf", number)).status_code for number in range(4)]
    # The minute may end in between, and then the count begins anew.
    assert said.count(429) >= 1
    assert Received.objects.count() == said.count(202)


def test_reading_an_inbox_gives_the_page_or_nothing(werf: Commons) -> None:
    assert Client().get("/inbox").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_many_hand_in_at_once_is_written_once_each(ada: Elsewhere) -> None:
    def hand_in(number: int) -> None:
        try:
            appending.append(
                Received(
                    uri=f"{ada.uri}/{number % 60}",
                    actor=ada.uri,
                    host="there.example",
                    type="Like",
                    body=b"{}",
                    state=ReceivedState.VERIFIED,
                )
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(hand_in, range(80)))
    assert Received.objects.count() == 60
    assert tallies.of(appending.ACCEPTED) == 80
