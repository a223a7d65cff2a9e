"""Joining a copy: the pieces of a template with the values of one recipient."""

import re
import time
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from html import escape
from typing import NamedTuple

from .. import headers, quoting, signing, slots
from ..signing import Head
from .template import HTML, TEXT, Template

_TOKEN = re.compile(r"[!#-'*+\--;=?-\[\]-~]+", re.ASCII)
"""What fills a slot in a structured field: nothing that ends or begins something there."""
_SIMPLE = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9/:;,._+-]| (?! |$)){0,69}", re.ASCII)
"""What is the same in words, in HTML and in quoted-printable."""
_DATE, _TO, _ID, _SUBJECT = "date", "to", "id", "subject"


class MissingValue(ValueError):
    """A slot for which a recipient has no value."""


class Filled(NamedTuple):
    """A message that is not signed. Its body is in DKIM's relaxed form and needs no dot-stuffing."""

    head: Head
    body: bytes

    def to_bytes(self) -> bytes:
        return b"%b\r\n%b" % (self.head.lines, self.body)


class Filler:
    """A template made ready for one process: what does not differ is encoded once."""

    def __init__(self, template: Template) -> None:
        self._slots = template.slots
        self._subject = template.open_subject
        self._head = _HeadForm(template)
        self._tokens = {slot for _, pieces in template.open_fields for _, slot in pieces if slot}
        body = template.body
        self._body: list[bytes] = [b""] * (2 * len(body) - 1)
        self._body[::2] = [words.encode("ascii") for words, _, _ in body]
        places = [(part, slot) for _, part, slot in body[:-1]]
        self._in_body = sorted({slot for _, slot in places})
        columns = {
            (part, slot): 2 * number + (part == HTML)
            for number, slot in enumerate(self._in_body)
            for part in (TEXT, HTML)
        }
        self._places = [columns[place] for place in places]
        """Where the value of each place stands among the quoted ones: of each slot as text, then as HTML."""

    def fill(
        self, values: Mapping[str, str], recipient: str, message_id: str, name: str = ""
    ) -> Filled:
        """Dated now. Raises MissingValue, and headers.BadHeader for a value or an address that cannot stand
        where it must."""
        missing = self._slots - values.keys()
        if missing:
            raise MissingValue(f"There is no value for {', '.join(sorted(missing))}.")
        own = {
            _DATE: _date(int(time.time())),
            _TO: headers.mailbox("To", name, recipient),
            _ID: message_id,
        }
        if self._subject:
            subject = slots.SLOT.sub(lambda slot: values[slot[1]], self._subject)
            own[_SUBJECT] = headers.words("Subject", subject)
        for slot in self._tokens:
            if not _TOKEN.fullmatch(values[slot]):
                raise headers.BadHeader(f"{values[slot]!r} cannot stand in a header.")
        return Filled(self._head.filled(own, values), self._filled_body(values))

    def _filled_body(self, values: Mapping[str, str]) -> bytes:
        quoted: list[bytes] = []
        for slot in self._in_body:
            quoted += _quoted(values[slot])
        body = self._body.copy()
        body[1::2] = [quoted[place] for place in self._places]
        return b"".join(body)


def _quoted(value: str) -> tuple[bytes, bytes]:
    """As text and as HTML."""
    if _SIMPLE.fullmatch(value):
        simple = b"%b=\r\n" % value.encode("ascii")
        return simple, simple
    words, escaped = quoting.value(value).encode("ascii"), escape(value)
    return words, words if escaped == value else quoting.value(escaped).encode("ascii")


class _HeadForm:
    """The header with places for what differs: as it goes out, and as it is signed."""

    def __init__(self, template: Template) -> None:
        self._own: list[str] = []
        self._places: list[str] = []
        subject = [("Subject", _SUBJECT)] if template.open_subject else []
        lines, covered, names = [], [], []
        for name, own in [("Date", _DATE), ("To", _TO), ("Message-ID", _ID), *subject]:
            self._own.append(own)
            lines.append(f"{name}: ⟦⟧\r\n")
            covered.append(f"{name.lower()}:⟦⟧\r\n")
            names.append(name.lower())
        fixed = [(name, [(value, "")]) for name, value in template.fields]
        for name, pieces in [*fixed, *template.open_fields]:
            value = "⟦⟧".join(words for words, _ in pieces)
            self._places += [slot for _, slot in pieces if slot]
            lines.append(f"{name}: {value}\r\n")
            signed = signing.signed_name(name)
            names += [signed] if signed else []
            relaxed = f"{signed}:{signing.relaxed_value(value).strip()}\r\n"
            covered.append(relaxed if signed else "⟦-⟧" * (len(pieces) - 1))
        self._lines, self._covered = _form(lines), _form(covered)
        self._names = tuple(names)

    def filled(self, own: Mapping[str, str], values: Mapping[str, str]) -> Head:
        given = tuple([values[slot].encode("ascii") for slot in self._places])
        folded = [own[name].encode("ascii") for name in self._own]
        relaxed = [_relaxed(one) for one in folded]
        return Head(
            self._lines % (*folded, *given), self._covered % (*relaxed, *given), self._names
        )


def _form(words: list[str]) -> bytes:
    """A format for bytes: `⟦⟧` is a place, `⟦-⟧` one of which nothing is shown."""
    text = "".join(words).replace("%", "%%").replace("⟦⟧", "%b").replace("⟦-⟧", "%.0b")
    return text.encode("ascii")


def _relaxed(value: bytes) -> bytes:
    if b"\r\n" not in value and b"  " not in value:
        return value
    return signing.relaxed_value(value.decode("ascii")).strip().encode("ascii")


@lru_cache(4)
def _date(second: int) -> str:
    """In the server's zone (RFC 5322, section 3.3)."""
    return formatdate(second, localtime=True)
