"""Posting prepared requests over kept connections, at a rate or as fast as answers come."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

WAIT = 60
"""Seconds for one answer."""


def post(inbox: str, requests: list[bytes], *, rate: float, connections: int) -> dict[str, Any]:
    """Seconds, how often each status was answered, and latencies in milliseconds."""
    where = urlsplit(inbox)
    run = Run((where.hostname or "", where.port or 80), requests, rate)
    threads = [threading.Thread(target=run.work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if run.failure is not None:
        raise run.failure
    return {
        "seconds": time.perf_counter() - run.began,
        "statuses": {str(status): number for status, number in run.statuses.items()},
        "latencies": _percentiles(run.latencies),
    }


def _percentiles(latencies: list[float]) -> dict[str, float]:
    several = latencies if len(latencies) > 1 else latencies * 2
    cuts = statistics.quantiles(several, n=100, method="inclusive")
    found = {str(at): cuts[at - 1] * 1e3 for at in (50, 95, 99)}
    return {**found, "100": max(latencies, default=0) * 1e3}


class Run:
    """What the threads share: each takes the next request when it is due."""

    def __init__(self, where: tuple[str, int], requests: list[bytes], rate: float) -> None:
        self.where, self.statuses = where, Counter[int]()
        self.latencies: list[float] = []
        self.failure: Exception | None = None
        self.began = time.perf_counter()
        self._due = self._due_ones(requests, rate)
        self._lock = threading.Lock()

    def _due_ones(self, requests: list[bytes], rate: float) -> Iterator[tuple[float, bytes]]:
        for number, request in enumerate(requests):
            yield self.began + number / rate if rate else 0.0, request

    def work(self) -> None:
        try:
            with Connection(self.where) as connection:
                while (found := self._next()) is not None:
                    due, request = found
                    now = time.perf_counter()
                    if due > now:
                        time.sleep(due - now)
                    began = due or now
                    status = connection.ask(request)
                    self._note(status, time.perf_counter() - began)
        except (OSError, ValueError) as error:
            self.failure = error

    def _next(self) -> tuple[float, bytes] | None:
        with self._lock:
            return None if self.failure else next(self._due, None)

    def _note(self, status: int, seconds: float) -> None:
        with self._lock:
            self.statuses[status] += 1
            self.latencies.append(seconds)


class Connection:
    """Opened again when the other side ended it between two requests."""

    def __init__(self, where: tuple[str, int]) -> None:
        self._where = where

    def __enter__(self) -> "Connection":
        self._open()
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def _open(self) -> None:
        self._socket = socket.create_connection(self._where, timeout=WAIT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> int:
        """The status of the answer. Raises OSError, or ValueError for an answer that says no length."""
        try:
            return self._ask(request)
        except ConnectionError:
            self._socket.close()
            self._open()
            return self._ask(request)

    def _ask(self, request: bytes) -> int:
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _blank, body = received.partition(b"\r\n\r\n")
        status = int(head.split(None, 2)[1])
        missing = _length(head, status) - len(body)
        while missing > 0:
            missing -= len(self._more())
        return status

    def _more(self) -> bytes:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionResetError("the connection was closed")
        return chunk


def _length(head: bytes, status: int) -> int:
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    if status == 204:
        return 0
    raise ValueError(f"an answer without Content-Length: {head!r}")
