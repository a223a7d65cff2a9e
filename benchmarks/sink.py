"""A minimal SMTP server on the loopback address, in a process of its own: it takes everything, keeps nothing.

    python -m benchmarks.sink [SECONDS]

prints its port; SECONDS is how long it thinks before it accepts a message. Each line on its standard input
is answered with a line of JSON: how many messages it accepted by recipient ("all") or in total ("number").
One thread, so that it costs as little as can be beside what is measured.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import Any

END = b"\r\n.\r\n"


class Session:
    """One connection. It reads as far as the end of the message with its last five bytes."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.is_data, self.tail, self.left, self.recipient = sock, False, b"", b"", b""

    def take(self, found: bytes) -> tuple[bytes, bool]:
        """What to answer now, and whether a message is complete."""
        if self.is_data:
            self.tail = (self.tail + found)[-5:]
            self.is_data = self.tail != END
            return b"", not self.is_data
        *lines, self.left = (self.left + found).split(b"\r\n")
        return b"".join([self.answer(line) for line in lines]), False

    def answer(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"DATA":
            self.is_data, self.tail = True, b""
            return b"354 go on\r\n"
        if verb == b"EHLO":
            return b"250-sink\r\n250 PIPELINING\r\n"
        if verb == b"RCPT":
            self.recipient = line[9:-1]
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n"


class Sink:
    def __init__(self, delay: float) -> None:
        self.delay, self.accepted = delay, Counter[bytes]()
        self.thinking: deque[tuple[float, Session]] = deque()
        self.selector = selectors.DefaultSelector()
        self.door = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.selector.register(self.door, selectors.EVENT_READ)
        self.selector.register(sys.stdin, selectors.EVENT_READ)

    def run(self) -> None:
        print(self.door.getsockname()[1], flush=True)
        while True:
            wait = max(0, self.thinking[0][0] - time.monotonic()) if self.thinking else None
            for key, _ in self.selector.select(wait):
                if key.fileobj is sys.stdin:
                    if not self.tell():
                        return
                elif key.data is None:
                    self.welcome()
                else:
                    self.serve(key.data)
            while self.thinking and self.thinking[0][0] <= time.monotonic():
                self.accept(self.thinking.popleft()[1])

    def tell(self) -> bool:
        asked = sys.stdin.readline().strip()
        number = self.accepted.total()
        found = {key.decode(): n for key, n in self.accepted.items()} if asked == "all" else number
        print(json.dumps(found), flush=True)
        return bool(asked)

    def welcome(self) -> None:
        sock, _ = self.door.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(sock, selectors.EVENT_READ, Session(sock))
        sock.sendall(b"220 sink\r\n")

    def serve(self, session: Session) -> None:
        try:
            found = session.sock.recv(262144)
            answer, is_whole = session.take(found)
            if answer:
                session.sock.sendall(answer)
        except OSError:
            found, is_whole = b"", False
        if is_whole and self.delay:
            self.thinking.append((time.monotonic() + self.delay, session))
        elif is_whole:
            self.accept(session)
        if not found:
            self.selector.unregister(session.sock)
            session.sock.close()

    def accept(self, session: Session) -> None:
        """It has the message, whether or not the other side is still there to hear so."""
        self.accepted[session.recipient] += 1
        try:
            session.sock.sendall(b"250 2.0.0 taken\r\n")
        except OSError:
            return


class Running:
    """A sink in its own process."""

    def __init__(self, process: Popen[str]) -> None:
        self._process = process
        assert process.stdout is not None
        self.port = int(process.stdout.readline())

    def number(self) -> int:
        return int(self._ask("number"))

    def accepted(self) -> dict[str, int]:
        """How many messages each recipient got."""
        return self._ask("all")

    def _ask(self, what: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def running(delay: float = 0) -> Iterator[Running]:
    command = [sys.executable, "-m", "benchmarks.sink", str(delay)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield Running(process)
        finally:
            process.terminate()


if __name__ == "__main__":
    Sink(float(sys.argv[1]) if len(sys.argv) > 1 else 0).run()
