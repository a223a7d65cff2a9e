"""Several processes, one that is killed, and a database that is held: nothing lost, doubles explained."""

import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import keys, tallies
from gemeengoed.core.federation.models import Delivery, DeliveryState, Host
from gemeengoed.core.federation.outgoing import delivering, ledger, room, running
from gemeengoed.core.jobs import ending

from . import delivering_process
from .inboxes import Handler, Inboxes, followers, inboxes, publish

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 500


@pytest.fixture
def werf(make_commons: Callable[..., Commons], settings: Settings) -> Actor:
    """Said without delivering yet: the networks are open only afterwards."""
    actor: Actor = make_commons("werf").actor
    keys.pair(actor)
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    return actor


@pytest.fixture
def there() -> Iterator[Inboxes]:
    with inboxes() as server:
        yield server


def prepared(actor: Actor, there: Inboxes, number: int) -> None:
    """So many deliveries to ten hosts that take it; they do not begin by themselves."""
    with delivering._turns._going:  # as if another thread delivered
        for one in range(10):
            followers(actor, there.url, number // 10, host=f"h{one}.example")
        Host.objects.update(delivered=timezone.now())
        publish(actor)
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == number


def thinking(handler: Handler, _request: object) -> None:
    time.sleep(0.002)
    handler.say(202)


def test_two_processes_deliver_each_once(werf: Actor, there: Inboxes) -> None:
    number = ROWS // 2
    prepared(werf, there, number)
    both = [delivering_process.started() for _ in range(2)]
    assert [one.wait(delivering_process.PATIENCE) for one in both] == [0, 0]
    left = Delivery.objects.exclude(state=DeliveryState.SENT)
    assert list(left.values_list("state", "attempts", "doubts", "last_error")) == []
    assert set(there.number().values()) == {1}
    assert len(there.came) == number == tallies.of(ledger.SENT)


def test_killed_in_the_middle_nothing_is_lost_and_doubles_are_explained(
    werf: Actor, there: Inboxes
) -> None:
    there.behaves = thinking
    prepared(werf, there, ROWS)
    child = delivering_process.started()
    latest = time.monotonic() + delivering_process.PATIENCE
    while len(there.came) < ROWS // 2 and time.monotonic() < latest:
        time.sleep(0.001)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    # The time of the lease passes.
    left = Delivery.objects.filter(lease_until__isnull=False)
    assert 0 < left.update(lease_until=timezone.now() - timedelta(seconds=1)) <= room.MOST
    delivering.deliver()
    rows = dict(Delivery.objects.values_list("inbox", "doubts"))
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    came = {path: number for (path, _id), number in there.number().items()}
    assert len(came) == ROWS
    for inbox, doubts in rows.items():
        assert came[inbox.removeprefix(there.url)] <= 1 + doubts
    assert tallies.of(ledger.DOUBTED) == sum(rows.values())


def test_asked_to_end_it_ends_soon_and_says_what_is_in_doubt(
    werf: Actor, there: Inboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def hang(handler: Handler, _request: object) -> None:
        ending.set()
        released.wait(60)

    there.behaves = hang
    prepared(werf, there, 20)
    monkeypatch.setattr(running, "PATIENCE", 0.1)
    try:
        delivering.deliver()
    finally:
        ending.clear()
        released.set()
    in_doubt = Delivery.objects.filter(doubts=1, state=DeliveryState.WAITING).count()
    assert len(there.came) <= in_doubt <= 20
    assert not Delivery.objects.filter(lease_until__isnull=False).exists()


def test_what_came_is_written_once_the_database_is_free_again(werf: Actor, there: Inboxes) -> None:
    prepared(werf, there, 20)
    begun, first = threading.Event(), threading.Lock()
    holder = _holder()

    def hold(handler: Handler, _request: object) -> None:
        with first:
            if not begun.is_set():
                holder.begin()
                begun.set()
        handler.say(202)

    there.behaves = hold
    _impatient()
    release = threading.Thread(target=lambda: (begun.wait(60), time.sleep(0.3), holder.end()))
    release.start()
    delivering.deliver()
    release.join()
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 20
    assert set(there.number().values()) == {1}


def _impatient() -> None:
    """A database that is held says so at once."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout = 10" if is_sqlite else "SET lock_timeout = '10ms'")


class _SqliteHolder:
    def begin(self) -> None:
        name = str(connection.settings_dict["NAME"])
        self._held = sqlite3.connect(
            name, timeout=60, isolation_level=None, check_same_thread=False
        )
        self._held.execute("BEGIN IMMEDIATE")

    def end(self) -> None:
        self._held.execute("ROLLBACK")
        self._held.close()


class _PostgresHolder:
    def begin(self) -> None:
        import psycopg  # noqa: PLC0415

        of = connection.settings_dict
        self._held = psycopg.connect(
            host=of["HOST"], port=of["PORT"] or None, user=of["USER"], dbname=of["NAME"]
        )
        self._held.execute("LOCK TABLE federation_delivery IN EXCLUSIVE MODE")

    def end(self) -> None:
        self._held.rollback()
        self._held.close()


def _holder() -> _SqliteHolder | _PostgresHolder:
    return _SqliteHolder() if connection.vendor == "sqlite" else _PostgresHolder()
