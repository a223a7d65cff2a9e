"""The last moment before a connection is made: what is checked here is what is dialled.

A name is looked up once and each address that comes of it is checked as its socket is made, so that no
second look-up can give another answer (DNS rebinding).
"""

import socket
from collections.abc import Callable, Sequence
from functools import lru_cache

from aiohappyeyeballs import AddrInfoType
from aiohttp import TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver

from . import networks
from .model import Reason
from .networks import Network

PORTS = (80, 443)
CONNECTIONS, PER_HOST, IDLE = 100, 8, 15.0


class NotDialled(OSError):
    """Refused before a packet was sent."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"not dialled: {reason}")
        self.reason = reason


def connector(
    allowed: Sequence[Network],
    resolver: AbstractResolver | None = None,
    connections: int = CONNECTIONS,
    per_host: int = PER_HOST,
    idle: float = IDLE,
) -> TCPConnector:
    """Connects to public addresses on the ports of the web, and anywhere within `allowed`. With `idle` 0 no
    connection is used twice."""
    return TCPConnector(
        socket_factory=_guarded(tuple(allowed)),
        resolver=resolver or ThreadedResolver(),
        limit=connections,
        limit_per_host=per_host,
        **({"keepalive_timeout": idle} if idle else {"force_close": True}),
    )


def _guarded(allowed: tuple[Network, ...]) -> Callable[[AddrInfoType], socket.socket]:
    def make(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _name, where = info
        check(str(where[0]), int(where[1]), allowed)
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    return make


@lru_cache(4096)
def _is_allowed(address: str, allowed: tuple[Network, ...]) -> bool:
    return networks.within(address, allowed)


@lru_cache(4096)
def _is_public(address: str) -> bool:
    return networks.is_public(address)


def check(address: str, port: int, allowed: tuple[Network, ...]) -> None:
    """Raises NotDialled. An allowed network may be private, and its ports are its own affair."""
    if _is_allowed(address, allowed):
        return
    if not _is_public(address):
        raise NotDialled(Reason.PRIVATE)
    if port not in PORTS:
        raise NotDialled(Reason.PORT)
