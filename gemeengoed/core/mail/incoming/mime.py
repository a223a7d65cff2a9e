"""The parts of a message, whatever somebody sends (RFC 5322, RFC 2045, RFC 2046), within bounds.

The standard library's parser nests as deep as the message does and keeps each part twice. This one notes
where each part begins and ends: time grows with size times `DEEPEST`, memory hardly at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

DEEPEST = 10
MOST_PARTS = 200
LONGEST_HEADERS = 128 * 1024
LONGEST_HEADER = 8 * 1024
LONGEST_BOUNDARY = 200
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n(?=[ \t])")


class Headers:
    """Header fields by name, in their order; each value unfolded, in text and at most `LONGEST_HEADER`."""

    def __init__(self, block: bytes | bytearray) -> None:
        unfolded = _FOLD.sub("", _text(block))
        lines = [line.rstrip("\r").partition(":") for line in unfolded.split("\n")]
        self._fields = [
            (name.strip().lower(), value.strip()[:LONGEST_HEADER])
            for name, colon, value in lines
            if colon and name.strip()
        ]

    def all(self, name: str) -> list[str]:
        return [value for known, value in self._fields if known == name.lower()]

    def get(self, name: str) -> str:
        """The first of that name, or an empty string."""
        return next(iter(self.all(name)), "")

    def names(self) -> list[str]:
        return [name for name, _ in self._fields]


@dataclass(frozen=True)
class Part:
    """A part that holds no others: its headers and where in the message its (encoded) body stands."""

    headers: Headers
    start: int
    end: int
    inside: str = ""
    """The multipart that it stands in, such as 'multipart/report'."""

    @property
    def type(self) -> str:
        """Such as 'text/plain', in lower case (RFC 2045, section 5.2, for what is missing or wrong)."""
        given = self.headers.get("Content-Type").partition(";")[0].strip().lower()
        return given if re.fullmatch(r"[\w.+-]+/[\w.+-]+", given) else "text/plain"

    def parameter(self, name: str, header: str = "Content-Type") -> str:
        return parameter(self.headers, name, header)


def parameter(headers: Headers, name: str, header: str = "Content-Type") -> str:
    """A parameter of a structured header, also when it is split or encoded (RFC 2231)."""
    message = Message()
    message["Content-Disposition"] = headers.get(header)[:2000].replace("\r", " ")
    try:
        found = message.get_param(name, "", "Content-Disposition")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""  # the standard library stumbles over some that are wrong
    if not isinstance(found, tuple):
        return str(found)
    try:
        return bytes(found[2], "latin-1").decode(found[0] or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return str(found[2])


def headers_of(raw: bytes | bytearray) -> Headers:
    return _headers(raw, 0, len(raw))[0]


def parts(raw: bytes) -> Iterator[Part]:
    """The parts in their order; what lies deeper or beyond `MOST_PARTS` is left out."""
    waiting: list[tuple[int, int, int, str]] = [(0, len(raw), 0, "")]
    seen = 0
    while waiting and seen < MOST_PARTS:
        start, end, depth, inside = waiting.pop()
        seen += 1
        headers, body = _headers(raw, start, end)
        part = Part(headers, body, end, inside)
        if not part.type.startswith("multipart/"):
            yield part
        elif depth < DEEPEST:
            found = _divided(raw, part)
            waiting += [(*one, depth + 1, part.type) for one in reversed(found)]


def _headers(raw: bytes | bytearray, start: int, end: int) -> tuple[Headers, int]:
    """The headers that begin at `start`, and where the body begins."""
    first = raw[start : start + 2]
    if first[:1] == b"\n" or first == b"\r\n":
        return Headers(b""), start + (1 if first[:1] == b"\n" else 2)
    found = _END_OF_HEADERS.search(raw, start, end)
    stop, body = (found.start(), found.end()) if found else (end, end)
    return Headers(raw[start : min(stop, start + LONGEST_HEADERS)]), body


def _divided(raw: bytes, part: Part) -> list[tuple[int, int]]:
    """Where the parts of a multipart begin and end (RFC 2046, section 5.1.1)."""
    boundary = part.parameter("boundary").encode("utf-8", "replace").rstrip()
    if not boundary or len(boundary) > LONGEST_BOUNDARY:
        return []
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
    found: list[tuple[int, int]] = []
    begun = -1
    for mark in line.finditer(raw, part.start, part.end):
        if begun >= 0:
            found.append((begun, _before_line_end(raw, begun, mark.start())))
        begun = -1 if mark[1] else mark.end()
        if begun < 0 or len(found) >= MOST_PARTS:
            return found
    if begun >= 0:  # the closing line is missing: cut off on the way
        found.append((begun, part.end))
    return found


def _before_line_end(raw: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    end -= raw[max(start, end - 1) : end] == b"\n"
    end -= raw[max(start, end - 1) : end] == b"\r"
    return end


def _text(block: bytes | bytearray) -> str:
    try:
        return block.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError:
        return block.decode("cp1252", "replace").replace("\0", "")
