"""Inboxes on this machine that do what a test wants, and followers behind them."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import transaction

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.models import Follower, FollowState, Host, RemoteActor
from gemeengoed.core.federation.outgoing.saying import say
from gemeengoed.core.federation.signatures.model import Request


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Inboxes"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request("POST", self.path, headers, body)
        with self.server.lock:
            self.server.came.append(request)
        self.server.behaves(self, request)

    def say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Inboxes(ThreadingHTTPServer):
    """A server; `came` is what was posted to it, `behaves` how it answers."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, address: str) -> None:
        super().__init__((address, 0), Handler)
        self.came: list[Request] = []
        self.lock = threading.Lock()
        self.behaves: Callable[[Handler, Request], None] = lambda handler, _request: handler.say(
            202
        )
        self.name = f"{address}:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.name}"

    def number(self) -> Counter[tuple[str, str]]:
        """How often each activity came at each path."""
        with self.lock:
            return Counter((one.target, json.loads(one.body)["id"]) for one in self.came)

    def handle_error(self, *args: object) -> None:
        """Whoever broke off is no news."""


@contextmanager
def inboxes(address: str = "127.0.0.1") -> Iterator[Inboxes]:
    server = Inboxes(address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def followers(
    actor: Actor, base: str, number: int = 1, *, shared: bool = False, host: str = ""
) -> list[RemoteActor]:
    """So many follow `actor` from the server at `base` (an address without a path)."""
    name = host or addresses.host_of(base)
    Host.objects.get_or_create(name=name)
    first = RemoteActor.objects.count()
    theirs = RemoteActor.objects.bulk_create(
        RemoteActor(
            uri=f"{base}/users/{one}",
            host_id=name,
            type="Person",
            username=f"user{one}",
            inbox=f"{base}/users/{one}/inbox",
            shared_inbox=f"{base}/inbox" if shared else "",
        )
        for one in range(first, first + number)
    )
    Follower.objects.bulk_create(
        Follower(remote=one, actor=actor, uri=f"{one.uri}#f", state=FollowState.ACCEPTED)
        for one in theirs
    )
    return theirs


def publish(actor: Actor, number: int = 1, type_: str = "Create", **more: Any) -> None:
    """Says something to all followers."""
    for one in range(number):
        path = f"/@{actor.handle}/notes/1"
        thing: Any = {"id": addresses.absolute(path), "type": "Note", "content": "Dag"}
        with transaction.atomic():
            said = {
                "id": addresses.activity(actor.handle, f"{type_}-{one}"),
                "type": type_,
                "actor": addresses.actor(actor.handle),
                "object": thing,
                **more,
            }
            say(actor, said, to_followers=True)
