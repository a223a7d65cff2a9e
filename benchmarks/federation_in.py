"""Signed notes from other servers, accepted and processed by a whole server in a second, beside a Fedify
server with all in memory and beside bare checks of signatures.

Each database has a server of its own with the demonstration; the notes answer one of its publications, so
that each becomes a message in the editors' inbox. The load generator runs on the same two cores.
"""

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tests.postgresql import Cluster
from tests.running import Server, free_port

from . import federated, fediverse_load, fediverse_peer
from .fediverse_load import Running
from .rows import Row

CONNECTIONS = 16
LONGEST = 600.0
PROCESSED = "SELECT number FROM federation_tally WHERE name = 'inbox_processed'"


def run(*, quick: bool) -> list[Row]:
    number = 1500 if quick else 10_000
    checks = bare_checks(2.0 if quick else 5.0)
    theirs = _fedify(300 if quick else 1500)
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        with _server(database) as (server, processed), fediverse_load.running() as load:
            rows += _rows(database, server, processed, load, number, checks, theirs)
    return rows


def _rows(
    database: str,
    server: Server,
    processed: Callable[[], int],
    load: Running,
    number: int,
    checks: float,
    theirs: float,
) -> list[Row]:
    inbox = f"http://127.0.0.1:{server.port}/inbox"
    me = f"http://127.0.0.1:{server.port}/@werkplaats"
    load.prepare(inbox, number + 50, answers=_publication(server), to=me)
    load.warm()
    _until(lambda: processed() >= 50)
    began, before = time.perf_counter(), processed()
    sent = load.send(connections=CONNECTIONS)
    _until(lambda: processed() - before >= sent.accepted)
    ours = sent.accepted / (time.perf_counter() - began)
    half = number // 2
    load.prepare(inbox, half, answers=_publication(server), to=me)
    calm = load.send(rate=ours / 2, connections=CONNECTIONS)
    return [
        Row(f"in: accepted and processed, {database}", ours, "a second",
            {"Fedify": theirs, "bare checks": checks}, ours / theirs, "5 times Fedify", ours >= 5 * theirs),
        Row("  accepted", sent.per_second, "a second", {"refused": number - sent.accepted}),
        Row("  99 in 100 answered within, at half that rate", calm.latencies["99"], "ms",
            {"50 in 100": calm.latencies["50"]}, None, "100 ms", calm.latencies["99"] < 100),
    ]  # fmt: skip


@contextmanager
def _server(database: str) -> Iterator[tuple[Server, Callable[[], int]]]:
    port = free_port()
    settings = federated.settings(f"127.0.0.1:{port}")
    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as folder:
        where = Path(folder)
        cluster = None
        if database == "PostgreSQL":
            cluster = Cluster.started(where / "postgresql")
            settings["DATABASE_URL"] = cluster.url()
        server = Server(where / "data", port, ["--demo"], settings).start()
        try:
            yield server, lambda: _processed(server, settings.get("DATABASE_URL", ""))
        finally:
            server.stop()
            if cluster is not None:
                cluster.stop()


def _processed(server: Server, url: str) -> int:
    if url:
        with psycopg.connect(url) as connection:
            row = connection.execute(PROCESSED).fetchone()
    else:
        with sqlite3.connect(server.data / "gemeengoed.sqlite3", timeout=30) as connection:
            row = connection.execute(PROCESSED).fetchone()
    return int(row[0]) if row else 0


def _publication(server: Server) -> str:
    """The address of one that stands in the outbox, once what the demonstration made is there."""

    def items() -> list[Any]:
        page = json.loads(server.get("/@werkplaats/outbox?before=0").text)
        return list(page["orderedItems"])

    _until(lambda: bool(items()))
    thing = items()[0]["object"]
    return str(thing["id"] if isinstance(thing, dict) else thing)


def _fedify(number: int) -> float:
    with fediverse_peer.running() as peer, fediverse_load.running() as load:
        load.prepare(peer.inbox, number + 50, answers=f"{peer.actor}/1", to=peer.actor)
        load.warm()
        _until(lambda: peer.processed() >= 50)
        before, began = peer.processed(), time.perf_counter()
        sent = load.send(connections=CONNECTIONS)
        _until(lambda: peer.processed() - before >= sent.accepted)
        return sent.accepted / (time.perf_counter() - began)


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with suppress(sqlite3.OperationalError):
            if holds():
                return
        time.sleep(0.05)
    raise RuntimeError("not everything that was accepted was processed")


def bare_checks(seconds: float) -> float:
    """RSA-2048 signatures checked in a second on all cores, nothing else done."""
    key = rsa.generate_private_key(65537, 2048)
    public, words = key.public_key(), b"x" * 300
    signature = key.sign(words, padding.PKCS1v15(), SHA256())

    def check(_number: int) -> int:
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            public.verify(signature, words, padding.PKCS1v15(), SHA256())
            done += 1
        return done

    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(check, range(threads))) / seconds
