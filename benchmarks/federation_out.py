"""Deliveries to other servers: how many a second, to a minimal sink on the loopback (each address there is a
host), beside bare RSA-2048 signing in the same run.

The activity is a Create of an Article of 5 kB. The sink runs in a process of its own on the same two cores.
Then one publication to 10,000 followers on 2,000 hosts, with a shared inbox for each host and with one for
each follower. Without --quick 100,000 deliveries are drained, for memory.
"""

import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from . import inboxes
from .rows import Row

STATUS, FILES = Path("/proc/self/status"), Path("/proc/self/fd")
HOSTS, FOLLOWERS = 2000, 10_000
WITHIN = 20.0
SIZE = 5000


def run(*, quick: bool) -> list[Row]:
    folder = tempfile.TemporaryDirectory(prefix="gemeengoed-bench-")
    with folder as data, inboxes.running() as sink:
        _prepare(data)
        return [
            *_rates(sink, 5000 if quick else 20_000),
            *_publications(sink),
            *_drained(sink, 10_000 if quick else 100_000),
        ]


def _prepare(folder: str) -> None:
    os.environ["GEMEENGOED_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "gemeengoed.project.settings"
    os.environ["GEMEENGOED_ALLOWED_NETWORKS"] = "127.0.0.0/8"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _speaker(name: str, port: int, followers: int, hosts: int, *, shared: bool) -> Any:
    """A commons with so many followers, spread over so many hosts."""
    from gemeengoed.core.actors.models import ActorKind
    from gemeengoed.core.actors.services import create_actor
    from gemeengoed.core.federation import keys, models

    actor = create_actor(name, ActorKind.COMMONS, name)
    keys.pair(actor)
    bases = [f"127.{1 + n // 250}.{n % 250}.1:{port}" for n in range(hosts)]
    models.Host.objects.bulk_create(
        [models.Host(name=base) for base in bases], ignore_conflicts=True
    )
    made = models.RemoteActor.objects.bulk_create(
        [
            models.RemoteActor(
                uri=f"http://{bases[n % hosts]}/{name}/{n}",
                host_id=bases[n % hosts],
                type="Person",
                username=f"{name}{n}",
                inbox=f"http://{bases[n % hosts]}/{name}/{n}/inbox",
                shared_inbox=f"http://{bases[n % hosts]}/inbox" if shared else "",
            )
            for n in range(followers)
        ],
        batch_size=1000,
    )
    accepted = models.FollowState.ACCEPTED
    models.Follower.objects.bulk_create(
        [
            models.Follower(remote=one, actor=actor, uri=f"{one.uri}#f", state=accepted)
            for one in made
        ],
        batch_size=1000,
    )
    return actor


def _say(actor: Any, number: int) -> None:
    from django.db import transaction

    from gemeengoed.core.federation import addresses
    from gemeengoed.core.federation.outgoing.saying import say

    thing = {
        "id": addresses.absolute(f"/@{actor.handle}/publications/{number}/"),
        "type": "Article",
        "name": "Wat er deze maand gebeurde",
        "content": "Wat we samen weten schrijven we op. " * (SIZE // 36),
    }
    said = {
        "id": addresses.activity(actor.handle, f"{number}-1"),
        "type": "Create",
        "actor": addresses.actor(actor.handle),
        "object": thing,
        "to": [addresses.PUBLIC],
        "cc": [addresses.followers(actor.handle)],
    }
    with transaction.atomic():
        say(actor, said, to_followers=True)


def _bare(threads: int, number: int = 3000) -> float:
    """Signatures a second."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    key, form, digest = (
        rsa.generate_private_key(65537, 2048),
        padding.PKCS1v15(),
        hashes.SHA256(),
    )

    def sign(times: int) -> None:
        for _ in range(times):
            key.sign(b"x" * 300, form, digest)

    with ThreadPoolExecutor(threads) as pool:
        clock, _processor = _timed(lambda: list(pool.map(sign, [number // threads] * threads)))
    return number / clock


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - clock, time.process_time() - processor


def _deliver(sink: inboxes.Running, number: int) -> tuple[float, float]:
    """Seconds, on the clock and of the processor, until all are delivered."""
    from gemeengoed.core.federation.models import Delivery
    from gemeengoed.core.federation.outgoing.delivering import deliver

    before = sink.counted()["requests"]

    def drain() -> None:
        while Delivery.objects.filter(state="waiting").exists():
            deliver()

    took = _timed(drain)
    came = sink.counted()["requests"] - before
    failed = Delivery.objects.filter(state="failed").count()
    if came != number or failed:
        raise RuntimeError(f"{came} of {number} came, {failed} failed")
    return took


def _rates(sink: inboxes.Running, number: int) -> list[Row]:
    from gemeengoed.core.federation.outgoing.spreading import spread

    actor = _speaker("werf", sink.port, 1000, 100, shared=False)
    _say(actor, 0)
    spread()
    _deliver(sink, 1000)
    for one in range(1, 1 + number // 1000):
        _say(actor, one)
    spread()
    bare = _bare(1)
    clock, processor = _deliver(sink, number)
    bare, both = (bare + _bare(1)) / 2, _bare(2)
    rate = number / clock
    return [
        Row("deliveries a second, 100 hosts", rate, "/s", {"bare signing, one thread": bare},
            rate / bare, "0.5", rate >= 0.5 * bare),
        Row("  beside bare signing in two threads", rate, "/s", {"two threads": both}, rate / both),
        Row("  by second of processor time", number / processor, "/s core"),
    ]  # fmt: skip


def _publications(sink: inboxes.Running) -> list[Row]:
    rows = []
    for shared in (True, False):
        name = "shared" if shared else "own"
        actor = _speaker(name, sink.port, FOLLOWERS, HOSTS, shared=shared)
        before = time.perf_counter()
        _say(actor, 1)
        from gemeengoed.core.federation.outgoing.spreading import spread

        spread()
        spread_took = time.perf_counter() - before
        number = HOSTS if shared else FOLLOWERS
        _deliver(sink, number)
        took = time.perf_counter() - before
        what = f"10,000 followers on 2,000 hosts, {name} inboxes"
        rows.append(
            Row(what, took, "s", {"of which spreading": spread_took}, None, "20 s", took <= WITHIN)
        )
        print(f"{name}: {sink.counted()}, files open here: {len(list(FILES.iterdir()))}")
    return rows


def _drained(sink: inboxes.Running, number: int) -> list[Row]:
    from gemeengoed.core.actors.models import Actor
    from gemeengoed.core.federation.outgoing.spreading import spread

    actor = Actor.objects.get(handle="own")
    before = _own_memory()
    for one in range(number // FOLLOWERS):
        _say(actor, 2 + one)
    spread()
    clock, _processor = _deliver(sink, number)
    after = _own_memory()
    return [
        Row(f"deliveries a second, {number:,} drained to 2,000 hosts", number / clock, "/s"),
        Row("own memory after draining", after, "MB", {"before": before}, after / before,
            "flat: at most 1.2", after <= 1.2 * before),
    ]  # fmt: skip


def _own_memory() -> float:
    """RssAnon in megabytes (proc_pid_status(5))."""
    [line] = [one for one in STATUS.read_text().splitlines() if one.startswith("RssAnon")]
    return int(line.split()[1]) / 1000
