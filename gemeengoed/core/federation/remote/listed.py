"""Keys as documents list them: `publicKey` (Security Vocabulary 1), `assertionMethod` (FEP-521a)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..activitystreams import reading

if TYPE_CHECKING:
    from ..signatures.model import PublicKey

Json = dict[str, Any]
MOST = 10
"""Keys of one actor that are looked at."""
LONGEST_ID, LONGEST_PEM = 500, 5_000


def keys(document: Json) -> dict[str, "PublicKey | None"]:
    """What an actor lists, by the ids of the keys; None where only the id stands there, or a key of a kind
    that we do not take."""
    found: dict[str, PublicKey | None] = {}
    for one in _several(document):
        key_id = reading.id_of(one)
        if not key_id or len(key_id) > LONGEST_ID or found.get(key_id) is not None:
            continue
        found[key_id] = key(one) if _is_of(one, reading.id_of(document)) else None
    return found


def key(thing: Any) -> "PublicKey | None":
    """The key that stands in this object itself."""
    if not isinstance(thing, dict):
        return None
    from ..signatures import publics  # noqa: PLC0415 - cryptography, 8 MB

    pem, multibase = thing.get("publicKeyPem"), thing.get("publicKeyMultibase")
    try:
        if isinstance(pem, str) and len(pem) <= LONGEST_PEM:
            return publics.of_pem(pem)
        if isinstance(multibase, str) and thing.get("type") == "Multikey":
            return publics.of_multibase(multibase)
    except ValueError:
        pass
    return None


def owner(thing: Any) -> str:
    """Whose key this object says to be."""
    if not isinstance(thing, dict):
        return ""
    return reading.id_of(thing.get("owner")) or reading.id_of(thing.get("controller"))


def _is_of(thing: Any, actor: str) -> bool:
    return owner(thing) in ("", actor)


def _several(document: Json) -> Iterator[Any]:
    for name in ("publicKey", "assertionMethod"):
        value = document.get(name)
        yield from (value if isinstance(value, list) else [value] if value else [])[:MOST]
