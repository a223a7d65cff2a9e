"""Reading JSON that a stranger sent: strict, so that everybody who reads it reads the same (RFC 7493)."""

import json
from typing import Any

Json = dict[str, Any]
LARGEST = 1_048_576
"""Bytes."""
DEEPEST = 32
_SURROGATES = range(0xD800, 0xE000)


class ParseError(Exception):
    """`reason`: 'too-large', 'encoding' (not UTF-8), 'json', 'duplicate' (a name twice in one object),
    'depth', 'shape' (no object)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(body: bytes) -> Json:
    """The object that `body` holds. Raises ParseError."""
    if len(body) > LARGEST:
        raise ParseError("too-large")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError("encoding") from error
    try:
        read = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise ParseError("depth") from error
    except ValueError as error:
        raise ParseError("json") from error
    if not isinstance(read, dict):
        raise ParseError("shape")
    _check_values(read, careful="\\u" in text or "\0" in text)
    return read


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError("duplicate")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check_values(read: Json, *, careful: bool) -> None:
    """How deep it goes, and, where there were escapes, that each text is one: no half of a surrogate pair and
    no NUL, which no database takes."""
    level: list[Any] = [read]
    for _depth in range(DEEPEST):
        if careful and not all(_is_text(one) for one in level if isinstance(one, str)):
            raise ParseError("json")
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise ParseError("depth")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _is_text(value: str) -> bool:
    return not any(ord(letter) in _SURROGATES or letter == "\0" for letter in value)
