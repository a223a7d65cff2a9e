"""A message composed once, joined for each recipient from pieces that are bytes already.

Its header fields and its body are encoded when it is made; a slot stays findable, so that a copy costs
only the values. What is joined is not signed yet: `signing` does that.
"""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .. import compose, headers, html, plain, quoting, slots
from ..compose import Mail

BOUNDARY = "=_part"
"""Quoted-printable holds no `=_`, so that no part can hold it (RFC 2046, section 5.1.1)."""
TEXT, HTML = "text", "html"
_ENCODING = ("Content-Transfer-Encoding", "quoted-printable")
_MASK = re.compile(r"zqslot\d+qz")


@dataclass(frozen=True)
class Template:
    """`fields` are whole header fields (name, value); `open_subject` is a subject with slots, or empty;
    `open_fields` are (name, [(words, slot), …]); `body` is [(quoted words, part, slot), …], where the part
    of the slot is 'text' or 'html' and the last has none."""

    fields: list[tuple[str, str]]
    open_subject: str
    open_fields: list[tuple[str, list[tuple[str, str]]]]
    body: list[tuple[str, str, str]]

    @cached_property
    def slots(self) -> set[str]:
        named = {slot for _, pieces in self.open_fields for _, slot in pieces}
        named |= {slot for _, _, slot in self.body}
        return (named | slots.names(self.open_subject)) - {""}

    def to_bytes(self) -> bytes:
        given = [self.fields, self.open_subject, self.open_fields, self.body]
        return json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(kept: bytes) -> Template:
    fields, subject, open_fields, body = json.loads(kept)
    return Template(
        [(name, value) for name, value in fields],
        subject,
        [(name, [(words, slot) for words, slot in pieces]) for name, pieces in open_fields],
        [(words, part, slot) for words, part, slot in body],
    )


def made(mail: Mail) -> Template:
    """Composes `mail`. Raises headers.BadHeader for what cannot stand in a header."""
    compose.check(mail)
    name, address = compose.sender_of(mail)
    fields = [("From", headers.mailbox("From", name, address))]
    is_open = bool(slots.names(mail.subject))
    if not is_open:
        fields.append(("Subject", headers.words("Subject", mail.subject)))
    if mail.auto_submitted:
        fields.append(("Auto-Submitted", mail.auto_submitted))
    further = list(_further(mail))
    fields += [(field, pieces[0][0]) for field, pieces in further if len(pieces) == 1]
    body, of_body = _body(mail)
    return Template(
        fields=[*fields, *of_body],
        open_subject=mail.subject if is_open else "",
        open_fields=[(field, pieces) for field, pieces in further if len(pieces) > 1],
        body=body,
    )


def _further(mail: Mail) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each further field as pieces of (words, slot)."""
    if mail.reply_to:
        masked, named = _masked(mail.reply_to)
        whole = headers.mailbox("Reply-To", mail.reply_to_name, masked)
        yield "Reply-To", _unmasked(whole, named)
    for field, value in mail.headers.items():
        masked, named = _masked(value)
        yield field, _unmasked(headers.tokens(field, masked), named)


def _masked(value: str) -> tuple[str, list[str]]:
    """`value` with an ASCII word in the place of each slot, so that it can be checked and folded."""
    named = slots.SLOT.findall(value)
    numbers = itertools.count()
    return slots.SLOT.sub(lambda _: f"zqslot{next(numbers)}qz", value), named


def _unmasked(value: str, named: list[str]) -> list[tuple[str, str]]:
    words = _MASK.split(value) if named else [value]
    if len(words) != len(named) + 1:
        raise headers.BadHeader(f"{value!r} holds a slot that cannot stand there.")
    return list(zip(words, [*named, ""], strict=True))


def _body(mail: Mail) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The pieces of the body, and the fields that say what it is."""
    page = html.inlined(mail.html)
    if slots.names(page) != slots.names(mail.html):
        raise ValueError("A slot in the HTML stands where no words can stand.")
    text = mail.text or plain.text_of(page)
    language = [("Content-Language", mail.language)] if mail.language else []
    mime = [*language, ("MIME-Version", "1.0")]
    if not page:
        return list(_quoted(text, TEXT)), [*mime, ("Content-Type", _kind("plain")), _ENCODING]
    kind = f'multipart/alternative;\r\n boundary="{BOUNDARY}"'
    pieces = [(_opening("plain"), "", ""), *_quoted(text, TEXT)]
    pieces += [("\r\n" + _opening("html"), "", ""), *_quoted(page, HTML)]
    pieces += [(f"\r\n--{BOUNDARY}--\r\n", "", "")]
    return _joined(pieces), [*mime, ("Content-Type", kind)]


def _quoted(words: str, part: str) -> Iterator[tuple[str, str, str]]:
    """Pieces of quoted-printable; only the last of them ends the part."""
    for piece, slot in slots.pieces(words):
        yield (quoting.piece(piece), part, slot) if slot else (quoting.last(piece), "", "")


def _opening(subtype: str) -> str:
    name, value = _ENCODING
    return f"--{BOUNDARY}\r\nContent-Type: {_kind(subtype)}\r\n{name}: {value}\r\n\r\n"


def _kind(subtype: str) -> str:
    return f'text/{subtype}; charset="utf-8"'


def _joined(pieces: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Neighbours without a slot between them as one."""
    found: list[tuple[str, str, str]] = []
    for words, part, slot in pieces:
        before = found.pop()[0] if found and not found[-1][2] else ""
        found.append((before + words, part, slot))
    return found
