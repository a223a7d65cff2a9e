"""A server on this machine with somebody on it, whose documents can be read and asked for by signature."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gemeengoed.core.fetching.tests.servers import Page, Server, serving

from .elsewhere import Elsewhere

ACTIVITY = "application/activity+json"
PublicKey = rsa.RSAPublicKey | ed25519.Ed25519PublicKey


def pem(key: PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class Peer:
    """`ada` is there. `documents[path]` is what stands at a path: JSON, or a function that answers."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.documents: dict[str, Any] = {}
        self.ada = Elsewhere(uri=f"{server.address}/users/ada")
        self.show(self.actor())

    @property
    def host(self) -> str:
        return self.server.address.removeprefix("http://")

    def actor(self, username: str = "ada", **more: Any) -> dict[str, Any]:
        uri = f"{self.server.address}/users/{username}"
        return {
            "@context": ["https://www.w3.org/ns/activitystreams"],
            "id": uri,
            "type": "Person",
            "preferredUsername": username,
            "name": username.title(),
            "inbox": f"{uri}/inbox",
            "endpoints": {"sharedInbox": f"{self.server.address}/inbox"},
            "publicKey": {
                "id": f"{uri}#main-key",
                "owner": uri,
                "publicKeyPem": pem(self.ada.key.public_key()),
            },
            **more,
        }

    def show(self, thing: dict[str, Any], path: str = "", kind: str = ACTIVITY) -> None:
        body = json.dumps(thing).encode()
        path = path or thing["id"].removeprefix(self.server.address)
        self.answers(path, lambda page: page.answer(body, kind))

    def answers(self, path: str, answer: Callable[[Page], None]) -> None:
        self.server.routes[path] = answer

    def status(self, path: str, status: int) -> None:
        self.answers(path, lambda page: page.send_error(status))

    def asked(self, path: str = "/users/ada") -> list[dict[str, str]]:
        """The headers of each request for `path`."""
        return [headers for where, headers in self.server.seen if where == path]


@contextmanager
def a_peer() -> Iterator[Peer]:
    with serving() as server:
        peer = Peer(server)
        peer.status(f"/.well-known/webfinger?resource=acct:ada@{peer.host}", 404)
        yield peer
