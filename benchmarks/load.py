"""A small load generator: keep-alive connections, one thread each, bounded in time, loopback only."""

import socket
import statistics
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Requests per second over all connections; latencies in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float


def measure(
    port: int, path: str, *, connections: int, seconds: float, cookie: str = ""
) -> Measured:
    """Asks `path` on 127.0.0.1 as fast as answers come; `cookie` as the header has it, for who is logged
    in. Raises OSError or ValueError on a bad answer."""
    lists: list[list[float]] = [[] for _ in range(connections)]
    failures: list[Exception] = []
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_ask_until, args=(port, path, cookie, until, taken, failures))
        for taken in lists
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return _summed([one for taken in lists for one in taken], time.perf_counter() - began)


def _summed(taken: list[float], seconds: float) -> Measured:
    cuts = statistics.quantiles(taken, n=100)
    return Measured(len(taken) / seconds, cuts[49] * 1e3, cuts[94] * 1e3, cuts[98] * 1e3)


def _ask_until(
    port: int,
    path: str,
    cookie: str,
    until: float,
    taken: list[float],
    failures: list[Exception],
) -> None:
    with_cookie = f"Cookie: {cookie}\r\n" if cookie else ""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: nl\r\n"
        f"Accept: text/html\r\n{with_cookie}\r\n"
    ).encode()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (began := time.perf_counter()) < until:
                connection.sendall(request)
                _read_answer(connection, path)
                taken.append(time.perf_counter() - began)
    except (OSError, ValueError) as failure:
        failures.append(failure)


def _read_answer(connection: socket.socket, path: str) -> None:
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += _more(connection, path)
    head, _blank, body = received.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise ValueError(f"{path} answered {head[:60]!r}")
    missing = _length(head) - len(body)
    while missing > 0:
        missing -= len(_more(connection, path))


def _more(connection: socket.socket, path: str) -> bytes:
    chunk = connection.recv(262144)
    if not chunk:
        raise ValueError(f"{path}: the connection was closed")
    return chunk


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without Content-Length")
