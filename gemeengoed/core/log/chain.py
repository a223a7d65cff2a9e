"""The arithmetic of the chain: nothing here knows the database, so that a reader can repeat it.

    genesis    = SHA-256(handle of the owner)
    commitment = SHA-256(salt, canonical JSON of the words)
    link       = SHA-256(previous link, number, time, act, commitment), joined by line feeds

Everything is hashed as UTF-8 and written in small hexadecimal. Canonical JSON is that of RFC 8785,
kept to strings, whole numbers, booleans and null, for which sorted `json.dumps` gives the same bytes.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise

LARGEST = 2**53 - 1
"""Whole numbers beyond this differ between languages (RFC 8785, section 3.2.2.3)."""


def plain(value: Any) -> Any:
    """`value` as strings, whole numbers, booleans, null, lists and mappings. Raises TypeError."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else str(value)
    if isinstance(value, str | Promise):
        return _storable(str(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    raise TypeError(
        f"the log keeps text, whole numbers and truth values, not {type(value).__name__}"
    )


def _storable(text: str) -> str:
    # PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; the record must not fail on one.
    return text.replace("\x00", "�").encode("utf-8", "replace").decode()


def _key(key: Any) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise TypeError("keys of details are plain ASCII words")
    return _storable(str(key))


def canonical(words: Any) -> str:
    """RFC 8785 for what `plain` returns."""
    return json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_salt() -> str:
    return secrets.token_hex(32)


def commitment(salt: str, words: Any) -> str:
    return _hash(salt + canonical(words))


def genesis(handle: str) -> str:
    """The link before the first entry."""
    return _hash(handle)


def link(previous: str, number: int, time: datetime, act: str, committed: str) -> str:
    return _hash("\n".join([previous, str(number), stamp(time), act, committed]))


def stamp(time: datetime) -> str:
    """UTC with microseconds, `2026-03-09T08:07:06.000005Z`."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
