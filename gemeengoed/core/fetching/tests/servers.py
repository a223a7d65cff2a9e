"""Real servers on this machine that misbehave in one way each."""

import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6


class Page(BaseHTTPRequestHandler):
    """`routes[path](self)` answers; `seen` keeps the headers of what was asked."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        self.close_connection = True
        try:
            self.server.routes[self.path](self)
        except OSError:
            self.server.broken.set()  # the client had enough

    def do_POST(self) -> None:
        self.server.posted = self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def answer(self, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str) -> None:
        self.address_family = AF_INET6 if ":" in host else AF_INET
        super().__init__((host, 0), Page)
        self.routes: dict[str, Callable[[Page], None]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.posted = b""
        self.broken = threading.Event()
        name = f"[{host}]" if ":" in host else host
        self.address = f"http://{name}:{self.server_address[1]}"

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    server = Server(host)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def endless(page: Page) -> None:
    """A page without length that never ends."""
    page.send_response(200)
    page.send_header("Content-Type", "text/html")
    page.end_headers()
    while True:
        page.wfile.write(b"more and more " * 1000)


def drip(page: Page) -> None:
    """One byte now and then, for ever."""
    page.send_response(200)
    page.send_header("Content-Type", "text/html")
    page.end_headers()
    while True:
        page.wfile.write(b".")
        page.wfile.flush()
        time.sleep(0.05)


def bomb(page: Page) -> None:
    """1 GB of zeros in about 1 MB."""
    packed = zlib.compressobj(9, wbits=31)
    page.send_response(200)
    page.send_header("Content-Type", "application/json")
    page.send_header("Content-Encoding", "gzip")
    page.end_headers()
    for _ in range(1000):
        page.wfile.write(packed.compress(b"\0" * 1_000_000))
    page.wfile.write(packed.flush())
