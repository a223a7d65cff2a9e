"""A real DNS server (RFC 1035) on a socket of this machine, for what it is told; all else is not there."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass
class Zone:
    """`records`: (name, type) to the values; `failing` answers that it failed."""

    port: int = 0
    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: bool = False

    def add(self, name: str, kind: str, *values: str) -> None:
        self.records[name, kind] = list(values)

    def txt(self, name: str, *values: str) -> None:
        """Each cut in pieces of 255 characters, as in a real zone."""
        self.add(name, "TXT", *(" ".join(f'"{piece}"' for piece in _pieces(one)) for one in values))


def _pieces(value: str) -> list[str]:
    return [value[at : at + 255] for at in range(0, len(value), 255)]


class _Question(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        content, sock = self.request
        zone: Zone = self.server.zone  # type: ignore[attr-defined]
        query = dns.message.from_wire(content)
        answer = dns.message.make_response(query)
        name = str(query.question[0].name).rstrip(".").lower()
        kind = dns.rdatatype.to_text(query.question[0].rdtype)
        zone.asked.append(f"{name} {kind}")
        values = zone.records.get((name, kind), [])
        if zone.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif values:
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *values))
        elif not any(known == name for known, _ in zone.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        sock.sendto(answer.to_wire(), self.client_address)


@contextmanager
def dns_server() -> Iterator[Zone]:
    zone = Zone()
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), _Question) as server:
        server.zone = zone  # type: ignore[attr-defined]
        zone.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield zone
        finally:
            server.shutdown()
            thread.join()
