"""One message that came in, as a taker gets it: who wrote what, and what of it is new.

Reading never fails and is bounded: whatever is sent has some words, if only none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from . import decoding, html_lines, language, quoting
from .mime import Headers, Part, headers_of, parts

LONGEST_WORDS = 100_000
LONGEST_SUBJECT = 300
LONGEST_NAME = 120
LONGEST_ADDRESS = 254
LONGEST_ID = 300
MOST_REFERENCES = 50
MOST_ATTACHMENTS = 50
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,298}>")
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f]+@[^\s@<>,;:\"()\\\x00-\x1f]+")
_IN_BRACKETS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
"""Quoted strings and comments (RFC 5322, sections 3.2.2 and 3.2.4)."""


@dataclass(frozen=True)
class Attached:
    """A file that came along, as the mail names it: such as 'application/pdf', and how many bytes it has, as
    far as can be told without decoding it."""

    name: str
    type: str
    size: int

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Incoming:
    """`pk` is that of the `IncomingMessage`. Message-IDs stand with their angle brackets; `message_id` is
    empty where there is none. `answers` is the Message-ID that this one answers, or empty.
    `language` is empty when nothing tells. `words` are the new words only, as plain text; `quoted` is the
    rest: what it answers, and signatures. `authentic` says whether the sender's domain vouches for it:
    'pass', 'fail' or 'unknown'. `attachments` are the files that came along."""

    pk: int
    message_id: str
    answers: str
    references: tuple[str, ...]
    name: str
    address: str
    subject: str
    language: str
    words: str
    quoted: str
    raw: bytes
    received: datetime
    authentic: str = "unknown"
    attachments: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class Body:
    words: str
    quoted: str
    attachments: tuple[Attached, ...]


def read(pk: int, raw: bytes, received: datetime, authentic: str = "unknown") -> Incoming:
    headers = headers_of(raw)
    name, address = author(headers)
    references = ids(headers.get("References"))
    answered = ids(headers.get("In-Reply-To"))
    found = body(raw)
    subject = decoding.header(headers.get("Subject"), LONGEST_SUBJECT)
    return Incoming(
        pk=pk,
        message_id=next(iter(ids(headers.get("Message-ID"))), ""),
        answers=answered[0] if answered else references[-1] if references else "",
        references=references,
        name=name,
        address=address,
        subject=subject,
        language=_language(f"{subject}\n{found.words}", address, headers),
        words=found.words,
        quoted=found.quoted,
        raw=raw,
        received=received,
        authentic=authentic,
        attachments=found.attachments,
    )


def author(headers: Headers) -> tuple[str, str]:
    """(name, address) of who wrote it; the address in the case they gave it, or empty when it is none."""
    said = headers.get("From")[:2000]
    bare = QUOTED.sub(lambda found: " " * len(found[0]), said)  # an address in a name is none
    found = _IN_BRACKETS.search(bare) or ADDRESS.search(bare)
    address = found[found.lastindex or 0] if found else ""
    if not found or len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        return "", ""
    name = said[: found.start()] or said[found.end() :].strip().removeprefix("(").removesuffix(")")
    return decoding.header(name.strip().strip('"').replace('\\"', '"'), LONGEST_NAME), address


def ids(header: str) -> tuple[str, ...]:
    """The Message-IDs in a header; of very many the first and the last."""
    found = _MESSAGE_ID.findall(decoding.clean(header))
    if len(found) > MOST_REFERENCES:
        found = found[:1] + found[1 - MOST_REFERENCES :]
    return tuple(found)


def body(raw: bytes) -> Body:
    """The new words: of the plain text where there is some, else of the HTML."""
    plain: list[str] = []
    page = ""
    files: list[Attached] = []
    for part in parts(raw):
        if _is_attached(part):
            files.append(_attached(raw, part))
        elif part.type == "text/plain":
            plain.append(decoding.text(raw, part))
        elif part.type == "text/html" and not page:
            page = decoding.text(raw, part)
    divided = quoting.of_text("\n".join(plain)[: 2 * LONGEST_WORDS])
    if page and not any(words.strip() for words in plain):
        divided = quoting.divide(html_lines.lines(page))
    return Body(
        divided.words[:LONGEST_WORDS],
        divided.quoted[:LONGEST_WORDS],
        tuple(one for one in files if one.name)[:MOST_ATTACHMENTS],
    )


def _is_attached(part: Part) -> bool:
    """Whether it is a file and not words of the message itself (RFC 2183)."""
    disposition = part.headers.get("Content-Disposition").partition(";")[0].strip().lower()
    return disposition == "attachment" or part.type not in ("text/plain", "text/html")


def _attached(raw: bytes, part: Part) -> Attached:
    given = part.parameter("filename", "Content-Disposition") or part.parameter("name")
    name = decoding.header(given, LONGEST_NAME)
    return Attached(name, part.type[:LONGEST_NAME], decoding.size(raw, part))


def _language(words: str, address: str, headers: Headers) -> str:
    for found in _languages(words, address, headers):
        if found:
            return found
    return ""


def _languages(words: str, address: str, headers: Headers) -> Iterator[str]:
    yield language.of_words(words)
    yield language.of_person(address)
    yield language.of_message(headers)
