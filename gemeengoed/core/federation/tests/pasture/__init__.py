"""The examples of fediverse-pasture-inputs: what servers send, in all its forms.

`inputs.json` holds the examples of version 0.3.0 as they are (MIT, Helge). The package itself is no package
of the tests, since what it needs cannot be installed beside what this server needs.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gemeengoed.core.federation.addresses import PUBLIC

Json = dict[str, Any]
THEIR_ACTOR = "http://pasture-one-actor/actor"
_CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    {"Hashtag": "as:Hashtag", "sensitive": "as:sensitive"},
]


@cache
def groups() -> dict[str, Json]:
    """By name: {"title", "examples"}."""
    return json.loads((Path(__file__).parent / "inputs.json").read_text("utf-8"))["groups"]


def activities(
    actor: str = THEIR_ACTOR, to: str = "http://localhost/@werf"
) -> Iterator[tuple[str, Json]]:
    """(name, Create) of each example, said by `actor` to everybody and `to`; wrapped as the package does.
    What the examples say of their own server is said of the server of `actor`."""
    for group, found in groups().items():
        for number, example in enumerate(found["examples"], 1):
            name = f"{group}-{number}"
            yield name, _create(name, _at(example, actor), actor, to)


def _create(name: str, example: Json, actor: str, to: str) -> Json:
    note = {
        "type": "Note",
        "attributedTo": actor,
        "to": [PUBLIC],
        "id": f"{_origin(actor)}/objects/{name}",
        "published": "2026-01-05T10:00:00Z",
        **example,
    }
    note["to"] = [*note["to"], to]
    return {
        "@context": note.pop("@context", _CONTEXT),
        "type": "Create",
        "actor": actor,
        "id": f"{_origin(actor)}/activities/{name}",
        "published": "2026-01-05T10:00:00Z",
        "to": note["to"],
        "object": note,
    }


def _at(example: Json, actor: str) -> Json:
    written = json.dumps(example).replace(THEIR_ACTOR, actor)
    return json.loads(written.replace(_origin(THEIR_ACTOR), _origin(actor)))


def _origin(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"
