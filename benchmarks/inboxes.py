"""A minimal server for inboxes on the loopback, in a process of its own: it answers 202 to everything.

    python -m benchmarks.inboxes

listens on all of 127.0.0.0/8 and prints its port. Each line on its standard input is answered with a line of
JSON: how many requests there were, over how many connections, how many of those are open,
and were at most.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen

ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
LAST = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
counted = {"requests": 0, "connections": 0, "open": 0, "most": 0}


class Inbox(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.left = transport, b""
        counted["connections"] += 1
        counted["open"] += 1
        counted["most"] = max(counted["most"], counted["open"])

    def connection_lost(self, error: Exception | None) -> None:
        counted["open"] -= 1

    def data_received(self, data: bytes) -> None:
        self.left += data
        while (end := self.left.find(b"\r\n\r\n")) >= 0:
            head = self.left[:end].lower()
            begin = head.index(b"content-length:") + 15
            length = int(head[begin:].split(b"\r\n", 1)[0])
            if len(self.left) < end + 4 + length:
                return
            self.left = self.left[end + 4 + length :]
            counted["requests"] += 1
            is_last = b"connection: close" in head
            self.transport.write(LAST if is_last else ANSWER)
            if is_last:
                self.transport.close()


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Inbox, "0.0.0.0", 0, backlog=4000)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(counted), flush=True)


class Running:
    """It, in its own process."""

    def __init__(self, process: "Popen[str]") -> None:
        self._process = process
        assert process.stdout is not None
        self.port = int(process.stdout.readline())

    def counted(self) -> dict[str, int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))


@contextmanager
def running() -> Iterator[Running]:
    command = [sys.executable, "-m", "benchmarks.inboxes"]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield Running(process)
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(main())
