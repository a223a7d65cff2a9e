"""Somebody on another server, as far as tests need one: a key, and requests signed with it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone

from gemeengoed.core.federation.incoming import known_keys
from gemeengoed.core.federation.models import Host, RemoteActor, RemoteKey
from gemeengoed.core.federation.signatures import publics, signing
from gemeengoed.core.federation.signatures.digests import Digests


@cache
def a_key(number: int = 0) -> rsa.RSAPrivateKey:
    """Made once for all tests; `number` for another one."""
    return rsa.generate_private_key(65537, 2048)


@dataclass
class Elsewhere:
    """Somebody at `uri`; `know()` lets this server know them, with their key."""

    uri: str = "https://there.example/users/ada"
    key: rsa.RSAPrivateKey = field(default_factory=a_key)
    dialect: Any = signing.cavage

    @property
    def key_id(self) -> str:
        return f"{self.uri}#main-key"

    def know(self) -> RemoteActor:
        parts = urlsplit(self.uri)
        host = Host.objects.get_or_create(name=parts.netloc)[0]
        actor = RemoteActor.objects.create(
            uri=self.uri,
            host=host,
            type="Person",
            username=parts.path.rpartition("/")[2],
            name="Ada van ginder",
            inbox=f"{self.uri}/inbox",
            shared_inbox=f"https://{parts.netloc}/inbox",
        )
        public = publics.to_der(self.key.public_key())
        RemoteKey.objects.create(key_id=self.key_id, owner=actor, algorithm="rsa", public=public)
        known_keys.forget()
        return actor

    def follow(self, handle: str, number: int = 1) -> dict[str, Any]:
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{self.uri}/follows/{number}",
            "type": "Follow",
            "actor": self.uri,
            "object": f"http://localhost/@{handle}",
        }

    def post(
        self,
        activity: dict[str, Any] | bytes,
        to: str = "/inbox",
        *,
        now: datetime | None = None,
        key_id: str = "",
        **more: Any,
    ) -> Any:
        """What the server answers to it, signed."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        signed = self.dialect(
            "POST",
            f"http://localhost{to}",
            key_id=key_id or self.key_id,
            key=self.key,
            now=now or timezone.now(),
            digests=Digests(body),
        )
        headers = {**signed, **more.pop("headers", {})}
        kind = more.pop("content_type", "application/activity+json")
        kept = {name: value for name, value in headers.items() if value is not None}
        return Client().post(to, body, content_type=kind, headers=kept, **more)
