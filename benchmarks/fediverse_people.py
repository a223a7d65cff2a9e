"""Actors on other servers for a load: their keys, their documents, and signed notes of theirs."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gemeengoed.core.federation.signatures import signing
from gemeengoed.core.federation.signatures.digests import Digests

Json = dict[str, Any]
AS = "https://www.w3.org/ns/activitystreams"
CONTEXT = [
    AS,
    {
        "ostatus": "http://ostatus.org#",
        "atomUri": "ostatus:atomUri",
        "conversation": "ostatus:conversation",
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "votersCount": "toot:votersCount",
    },
]
"""As Mastodon sends it with a note."""
WORDS = (
    "<p>Dank voor deze tekst. Bij ons in de straat delen we al jaren gereedschap, en dat gaat goed. "
    * 3
)


@dataclass(frozen=True)
class Somebody:
    name: str
    host: str
    key: rsa.RSAPrivateKey

    @property
    def uri(self) -> str:
        return f"http://{self.host}/users/{self.name}"

    def document(self) -> Json:
        public = self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        key = {"id": f"{self.uri}#main-key", "owner": self.uri, "publicKeyPem": public.decode()}
        return {
            "@context": [AS, "https://w3id.org/security/v1"],
            "id": self.uri,
            "type": "Person",
            "preferredUsername": self.name,
            "name": self.name.capitalize(),
            "inbox": f"{self.uri}/inbox",
            "outbox": f"{self.uri}/outbox",
            "endpoints": {"sharedInbox": f"http://{self.host}/inbox"},
            "publicKey": key,
        }

    def webfinger(self) -> Json:
        link = {"rel": "self", "type": "application/activity+json", "href": self.uri}
        return {"subject": f"acct:{self.name}@{self.host}", "links": [link]}

    def note(self, number: int, answers: str, to: str) -> Json:
        """A Create, about as large as Mastodon's."""
        uri, now = f"{self.uri}/statuses/{number}", datetime.now(UTC).isoformat()
        everybody = {"to": [f"{AS}#Public"], "cc": [f"{self.uri}/followers", to]}
        note = {
            "id": uri,
            "type": "Note",
            "summary": None,
            "inReplyTo": answers,
            "published": now,
            "url": f"http://{self.host}/@{self.name}/{number}",
            "attributedTo": self.uri,
            **everybody,
            "sensitive": False,
            "atomUri": uri,
            "conversation": f"tag:{self.host},2026:objectId={number}:objectType=Conversation",
            "content": f"{WORDS} {number}</p>",
            "contentMap": {"nl": f"{WORDS} {number}</p>"},
            "attachment": [],
            "tag": [{"type": "Mention", "href": to, "name": f"@{to.rpartition('/')[2]}"}],
        }
        activity = {"id": f"{uri}/activity", "type": "Create", "actor": self.uri, "object": note}
        return {"@context": CONTEXT, **activity, "published": now, **everybody}

    def request(self, inbox: str, activity: Json, dialect: str) -> bytes:
        """An HTTP request as it goes over the line."""
        body = json.dumps(activity, ensure_ascii=False).encode()
        sign = {"cavage": signing.cavage, "rfc9421": signing.rfc9421}[dialect]
        signed = sign(
            "POST",
            inbox,
            key_id=f"{self.uri}#main-key",
            key=self.key,
            now=datetime.now(UTC),
            digests=Digests(body),
        )
        headers = {
            **signed,
            "Content-Type": "application/activity+json",
            "Content-Length": str(len(body)),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST {urlsplit(inbox).path} HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass(frozen=True)
class People:
    servers: list[ThreadingHTTPServer]
    all: list[Somebody]
    numbers: "count[int]"

    @classmethod
    def made(cls, actors: int, hosts: int) -> "People":
        """Host 1 is 127.0.0.1, host 2 127.0.0.2 and so on, all at one free port."""
        servers = [ThreadingHTTPServer(("127.0.0.1", 0), Door)]
        port = servers[0].server_port
        servers += [ThreadingHTTPServer((f"127.0.0.{1 + n}", port), Door) for n in range(1, hosts)]
        with ThreadPoolExecutor() as pool:
            keys = list(pool.map(lambda _n: rsa.generate_private_key(65537, 2048), range(actors)))
        people = [
            Somebody(f"reader{n}", f"127.0.0.{1 + n % hosts}:{port}", key)
            for n, key in enumerate(keys)
        ]
        return cls(servers, people, count(1))

    @contextmanager
    def served(self) -> Iterator[None]:
        Door.documents = {
            **{one.uri: one.document() for one in self.all},
            **{f"acct:{one.name}@{one.host}": one.webfinger() for one in self.all},
        }
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def prepare(self, inbox: str, number: int, answers: str, to: str, dialect: str) -> list[bytes]:
        def one(n: int) -> bytes:
            somebody = self.all[n % len(self.all)]
            return somebody.request(inbox, somebody.note(next(self.numbers), answers, to), dialect)

        with ThreadPoolExecutor() as pool:
            return list(pool.map(one, range(number)))


class Door(BaseHTTPRequestHandler):
    """Hands out documents of actors and WebFinger of their names."""

    documents: dict[str, Json] = {}
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query).get("resource", [""])[0]
        kind = "jrd" if asked else "activity"
        found = self.documents.get(asked or f"http://{self.headers['Host']}{parts.path}")
        body = json.dumps(found or {}).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", f"application/{kind}+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
