"""Who may come in and how much at once: connections, messages a minute, bytes in memory. No I/O.

Everything here runs in the one event loop of the listener, so nothing is locked.
"""

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

MOST_CONNECTIONS = 100
MOST_OF_ONE_PEER = 20
MOST_IN_MEMORY = 60 * 1024 * 1024
"""Of all messages that are coming in; while one is kept it takes about three times its size."""
MINUTE = 60.0
MOST_PEERS_KNOWN = 10_000


@dataclass
class Door:
    """`rate`: messages that one peer may bring in a minute; 0: any number."""

    rate: int = 0
    connections: Counter[str] = field(default_factory=Counter)
    in_memory: int = 0
    _brought: dict[str, deque[float]] = field(default_factory=dict)

    def enter(self, peer: str) -> bool:
        """Whether a connection more of this peer is welcome; each one that entered leaves."""
        full = self.connections.total() >= MOST_CONNECTIONS
        if full or self.connections[peer] >= MOST_OF_ONE_PEER:
            return False
        self.connections[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        self.connections[peer] -= 1
        if self.connections[peer] <= 0:
            del self.connections[peer]

    @property
    def is_crowded(self) -> bool:
        return self.connections.total() > MOST_CONNECTIONS // 2

    def may_bring(self, peer: str) -> bool:
        """Whether this peer may bring a message now; counts it."""
        if not self.rate:
            return True
        now = time.monotonic()
        if len(self._brought) >= MOST_PEERS_KNOWN:
            self._forget(now)
        brought = self._brought.setdefault(peer, deque())
        while brought and brought[0] < now - MINUTE:
            brought.popleft()
        if len(brought) >= self.rate:
            return False
        brought.append(now)
        return True

    def _forget(self, now: float) -> None:
        recent = {peer: times for peer, times in self._brought.items() if times[-1] > now - MINUTE}
        self._brought = recent if len(recent) < MOST_PEERS_KNOWN else {}


def name_of(peer: object) -> str:
    """The address that a peer is known by; of IPv6 the /64, which is what one subscriber has."""
    host = str(peer[0]) if isinstance(peer, tuple) and peer else "local"
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else host
