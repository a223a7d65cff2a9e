"""A complaint: a reader pressed 'this is spam', and their provider tells us so (ARF, RFC 5965)."""

import re
from dataclasses import dataclass

from .. import addresses
from . import decoding
from .mime import Headers, Part, parts

LONGEST = 256 * 1024
_KEY = re.compile(
    rf"(?:bounce\+|<)([{addresses.ALPHABET}]{{{addresses.TOKEN_LENGTH}}})@", re.IGNORECASE
)


@dataclass(frozen=True)
class Complaint:
    """`keys`: what may be keys of messages of ours, from the return path and Message-ID of the copy that
    the provider sends along. Who knows a key has the message, so no more proof is needed."""

    why: str
    keys: tuple[str, ...]


def read(raw: bytes) -> Complaint | None:
    all_parts = list(parts(raw))
    for part in all_parts:
        if part.type == "message/feedback-report":
            report = Headers(decoding.content(raw, part, LONGEST))
            kind = report.get("Feedback-Type").lower() or "abuse"
            if kind != "not-spam":
                return Complaint(decoding.header(kind, 60), _keys(raw, report, all_parts))
    return None


def _keys(raw: bytes, report: Headers, all_parts: list[Part]) -> tuple[str, ...]:
    said = [report.get("Original-Mail-From")]
    for part in all_parts:
        if part.type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            copy = Headers(decoding.content(raw, part, LONGEST))
            said += [copy.get("Return-Path"), copy.get("Message-ID"), copy.get("Errors-To")]
    return tuple(dict.fromkeys(key.lower() for words in said for key in _KEY.findall(words)))
