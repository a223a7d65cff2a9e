"""kill -9 of web and work at random moments while others speak to this server and it speaks to others: what
is lost, and what happens twice?

A whole `gemeengoed serve`, whose supervisor starts again what is killed. In: likes of one publication, each
posted until it is answered with 202; each must count once. Out: activities to many inboxes of a sink; each
must arrive, and what arrives again must be explained by a delivery whose end nobody saw.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from tests.running import Server, free_port

from . import federated, inboxes
from .fediverse_people import AS, People
from .rows import Row

ROOT = Path(__file__).parent.parent
LONGEST = 1500.0
THREADS = 8
IN = """
import django, json
django.setup()
from gemeengoed.core.federation.models import Reaction, Received
states = list(Received.objects.filter(type="Like").values_list("state", flat=True))
print(json.dumps({"states": {s: states.count(s) for s in set(states)}, "effects": Reaction.objects.count()}))
"""
SAY = """
import django, sys
django.setup()
from django.db import transaction
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.outgoing.saying import say
number, port = int(sys.argv[1]), sys.argv[2]
actor = Actor.objects.get(handle="werkplaats")
for part in range(0, number, 1000):
    said = {"id": addresses.activity(actor.handle, f"kills-{part}"), "type": "Create",
            "actor": addresses.actor(actor.handle), "object": addresses.absolute(f"/{part}")}
    hosts = [f"127.{1 + n % 200}.1.1:{port}" for n in range(part, min(part + 1000, number))]
    places = [(f"http://{host}/{part + n}/inbox", host) for n, host in enumerate(hosts)]
    with transaction.atomic():
        say(actor, said, inboxes=places)
"""
OUT = """
import django, json
django.setup()
from django.db.models import Count, Sum
from gemeengoed.core.federation.models import Delivery
states = dict(Delivery.objects.order_by().values_list("state").annotate(n=Count("pk")))
print(json.dumps({"states": states, "doubts": Delivery.objects.aggregate(n=Sum("doubts"))["n"] or 0}))
"""


def run(*, quick: bool) -> list[Row]:
    number, kills = (1000, 4) if quick else (10_000, 10)
    people = People.made(actors=20, hosts=4)
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="gemeengoed-kills-") as folder,
        people.served(),
        inboxes.running() as sink,
    ):
        settings = federated.settings(f"127.0.0.1:{port}")
        server = Server(Path(folder) / "data", port, ["--demo"], settings).start()
        try:
            return [*_in(server, people, number, kills), *_out(server, sink, number, kills)]
        finally:
            server.stop()


def _in(server: Server, people: People, number: int, kills: int) -> list[Row]:
    liked = _publication(server)
    left = iter(range(number))
    lock = threading.Lock()
    posted = [0]

    def work() -> None:
        while True:
            with lock:
                one = next(left, None)
            if one is None:
                return
            somebody = people.all[one % len(people.all)]
            _insist(server, somebody.request(_inbox(server), _like(somebody, one, liked), "cavage"))
            posted[0] += 1

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    with _killing(server, kills, lambda: posted[0] / number):
        for thread in threads:
            thread.join()
    found = _settled(server, IN, lambda found: found["states"].get("done", 0) >= number)
    lost, effects = number - found["states"].get("done", 0), found["effects"]
    print(found)
    return [
        Row(f"in: activities, {kills} times kill -9 of web or work", number, ""),
        Row("  lost", lost, "", {}, None, "0", lost == 0),
        Row("  effects", effects, "", {"actors that liked": float(len(people.all))}, None,
            "one each", effects == min(number, len(people.all))),
    ]  # fmt: skip


def _like(somebody: Any, number: int, liked: str) -> dict[str, Any]:
    return {
        "@context": AS,
        "id": f"{somebody.uri}/likes/{number}",
        "type": "Like",
        "actor": somebody.uri,
        "object": liked,
    }


def _inbox(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/inbox"


def _insist(server: Server, request: bytes) -> None:
    """Posts it until it is answered with 202, as a server does that gets no answer."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            connection.connect()
            connection.sock.sendall(request)
            answer = http.client.HTTPResponse(connection.sock, method="POST")
            answer.begin()
            answer.read()
            connection.close()
            if answer.status == 202:
                return
        time.sleep(0.2)
    raise RuntimeError("never accepted")


def _out(server: Server, sink: inboxes.Running, number: int, kills: int) -> list[Row]:
    before = sink.counted()["requests"]
    _ask(server, SAY, str(number), str(sink.port))
    with _killing(server, kills, lambda: (sink.counted()["requests"] - before) / number):
        found = _settled(server, OUT, lambda found: found["states"].get("sent", 0) >= number)
    came = sink.counted()["requests"] - before
    again, lost = came - number, number - found["states"].get("sent", 0)
    print(found, came)
    return [
        Row(f"out: deliveries, {kills} times kill -9 of web or work", number, ""),
        Row("  lost", lost, "", {}, None, "0", lost == 0),
        Row("  arrived again", again, "", {"in doubt": float(found["doubts"])}, None,
            "at most those in doubt", again <= found["doubts"]),
    ]  # fmt: skip


@contextmanager
def _killing(server: Server, kills: int, share: Any) -> Iterator[None]:
    """Kills web or work at so many random moments of the work that `share` tells of, while the block runs."""
    chance, ended = random.SystemRandom(), threading.Event()
    moments = sorted(chance.uniform(0.02, 0.9) for _ in range(kills))

    def kill() -> None:
        for moment in moments:
            while share() < moment and not ended.wait(0.02):
                pass
            if ended.is_set():
                return
            assert server.process is not None
            children = psutil.Process(server.process.pid).children()
            if children:
                with suppress(psutil.NoSuchProcess):
                    chance.choice(children).kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _settled(server: Server, asked: str, holds: Any) -> dict[str, Any]:
    until = time.monotonic() + LONGEST
    while True:
        found: dict[str, Any] = json.loads(_ask(server, asked))
        if holds(found) or time.monotonic() > until:
            return found
        time.sleep(2)


def _ask(server: Server, script: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        **server.settings,
        "GEMEENGOED_DATA": str(server.data),
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
    }
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()


def _publication(server: Server) -> str:
    while True:
        page = json.loads(server.get("/@werkplaats/outbox?before=0").text)
        if page["orderedItems"]:
            thing = page["orderedItems"][0]["object"]
            return str(thing["id"] if isinstance(thing, dict) else thing)
        time.sleep(1)
