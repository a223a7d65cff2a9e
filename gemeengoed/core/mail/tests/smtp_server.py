"""A small real SMTP server (RFC 5321) on a socket of this machine, for the tests of mail that goes out.

It can answer RCPT or DATA with a chosen code, break the connection there as a crash would, or stay silent.
"""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """`answers` are given to messages in turn ('250 ok' when used up). Before the message goes: 'break'
    closes the connection at DATA. After it: any other answer, 'vanish' closes the connection without one
    although the message was taken, 'silence' says nothing more. `at` says what to answer to RCPT for one
    recipient, each time it comes; 'break' closes there too. `extensions` are offered at EHLO; `thinking` is
    how many seconds it takes to accept a message, `after` what to do after so many."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    answers: list[str] = field(default_factory=list)
    at: dict[str, list[str]] = field(default_factory=dict)
    extensions: list[str] = field(default_factory=lambda: ["PIPELINING"])
    thinking: float = 0
    after: dict[int, Callable[[], object]] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)

    def delivered(self) -> list[str]:
        """The recipients of accepted messages, as their To says."""
        heads = (message.partition(b"\r\n\r\n")[0] for message in self.messages)
        return [
            line[4:].decode()
            for head in heads
            for line in head.split(b"\r\n")
            if line.startswith(b"To: ")
        ]


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.seen: Received = self.server.seen  # type: ignore[attr-defined]
        self.seen.connections += 1
        self.say("220 test")
        self.is_refused = False
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
        if verb == "EHLO":
            lines = ["test", *self.seen.extensions]
            for one in lines[:-1]:
                self.say(f"250-{one}")
            self.say(f"250 {lines[-1]}")
            return True
        if verb == "DATA":
            return self.data()
        if verb == "RCPT":
            return self.recipient(line.partition("<")[2].rstrip(">"))
        if verb == "MAIL":
            self.is_refused = False
            self.seen.senders.append(line.partition("<")[2].rstrip(">"))
        self.say("250 ok")
        return True

    def recipient(self, address: str) -> bool:
        answers = self.seen.at.get(address, [])
        answer = answers.pop(0) if answers else "250 ok"
        if answer == "break":
            return False
        self.seen.recipients.append(address)
        self.is_refused = not answer.startswith("250")
        self.say(answer)
        return True

    def data(self) -> bool:
        if self.is_refused:
            self.say("503 no recipients")
            return True
        answer = self.seen.answers.pop(0) if self.seen.answers else "250 ok"
        if answer == "break":
            return False
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        time.sleep(self.seen.thinking)
        if answer.startswith("250") or answer == "vanish":
            self.seen.messages.append(b"".join(lines))
            self.seen.after.get(len(self.seen.messages), bool)()
        if answer == "silence":
            self.seen.released.wait(10)
        if answer in ("vanish", "silence"):
            return False
        self.say(answer)
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def smtp_server() -> Iterator[Received]:
    seen = Received()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.seen = seen  # type: ignore[attr-defined]
        seen.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            seen.released.set()
            server.shutdown()
            thread.join()


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
