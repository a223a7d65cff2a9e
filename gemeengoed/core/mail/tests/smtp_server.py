"""A small real SMTP server (RFC 5321) on a socket of this machine, for the tests of the outbox.

It can answer DATA with a chosen code, or break the connection at DATA as a crash would.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """`answers` are given to DATA in turn ('250 ok' when used up); 'break' closes the connection."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    answers: list[str] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.seen: Received = self.server.seen  # type: ignore[attr-defined]
        self.seen.connections += 1
        self.say("220 test")
        while line := self.rfile.readline().decode("ascii").strip():
            if not self.answer(line):
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode("ascii"))

    def answer(self, line: str) -> bool:
        verb = line.split(maxsplit=1)[0].upper()
        if verb == "QUIT":
            self.say("221 bye")
            return False
        if verb == "DATA":
            return self.data()
        if verb == "RCPT":
            self.seen.recipients.append(line.partition("<")[2].rstrip(">"))
        self.say("250 ok")
        return True

    def data(self) -> bool:
        answer = self.seen.answers.pop(0) if self.seen.answers else "250 ok"
        if answer == "break":
            return False
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        if answer.startswith("250"):
            self.seen.messages.append(b"".join(lines))
        self.say(answer)
        return True


@contextmanager
def smtp_server() -> Iterator[Received]:
    seen = Received()
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.seen = seen  # type: ignore[attr-defined]
        seen.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            server.shutdown()
            thread.join()


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
