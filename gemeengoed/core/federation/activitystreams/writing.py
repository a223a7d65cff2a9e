"""Writing JSON of ActivityStreams 2.0."""

import json
from typing import Any

MEDIA_TYPE = "application/activity+json"
"""ActivityPub, section 3.2; what we answer with."""
LD_JSON = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'

CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    {
        "Hashtag": "as:Hashtag",
        "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "movedTo": {"@id": "as:movedTo", "@type": "@id"},
        "schema": "http://schema.org#",
        "license": {"@id": "schema:license", "@type": "@id"},
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
    },
]


def with_context(thing: dict[str, Any]) -> dict[str, Any]:
    """`thing` as a document of its own."""
    return {"@context": CONTEXT, **thing}


def dumps(thing: dict[str, Any]) -> bytes:
    """As short as it goes, in UTF-8; the same thing gives the same bytes."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()
