"""What a message says that was sent because ours did not arrive: by the standard (RFC 3464) or not."""

import logging
import re
from collections.abc import Set
from dataclasses import dataclass
from email import message_from_bytes

from . import decoding
from .mime import Headers, Part, parts

logger = logging.getLogger(__name__)

LONGEST_REPORT = 256 * 1024
"""Of a message that follows no standard, what is searched for a bounce."""
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45])\d\d\b")
_HARD = frozenset({"0.0", "1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
"""Subject and detail, behind a 5, that say that the address is no good (RFC 3463, section 3; RFC 7505). All
others pass: mailbox full, too large, refused by a policy, a server that is away."""


@dataclass(frozen=True)
class Bounce:
    """`hard`: that address will not take mail again. `why`: the status and what the server said.
    `recipient` is the first address and `final` where it was in the end, each as far as stated; `message_id`
    that of the message that is returned, likewise."""

    hard: bool
    why: str
    recipient: str = ""
    final: str = ""
    message_id: str = ""


def read(raw: bytes) -> Bounce | None:
    """What came back, or None when the message tells of nothing that failed (such as of a delay only)."""
    all_parts = list(parts(raw))
    statuses = [part for part in all_parts if part.type.startswith("message/delivery-status")]
    if statuses or any(part.inside == "multipart/report" for part in all_parts):
        return _by_standard(raw, statuses, all_parts)
    return _by_experience(raw, all_parts)


def _by_standard(raw: bytes, statuses: list[Part], all_parts: list[Part]) -> Bounce | None:
    for status in statuses:
        for group in _groups(raw, status):
            if group.get("Action").partition(" ")[0].lower() == "failed":
                return _of_group(group, _returned_id(raw, all_parts))
    return None


def _groups(raw: bytes, status: Part) -> list[Headers]:
    """The fields of the message, then those of each recipient (RFC 3464, section 2.1)."""
    content = decoding.content(raw, status, LONGEST_REPORT).replace(b"\r\n", b"\n")
    return [Headers(block) for block in re.split(rb"\n[ \t]*\n", content)[:100] if block.strip()]


def _of_group(group: Headers, message_id: str) -> Bounce:
    status = _status(group.get("Status")) or _status(group.get("Diagnostic-Code"))
    said = group.get("Diagnostic-Code").partition(";")[2].strip() or group.get("Diagnostic-Code")
    why = decoding.header(f"{status or 'no status'} {said}", 250)
    return Bounce(
        _is_hard(status),
        why,
        _typed(group.get("Original-Recipient")),
        _typed(group.get("Final-Recipient")),
        message_id,
    )


def _status(field: str) -> str:
    found = _STATUS.search(field)
    return found[0] if found else ""


def _is_hard(status: str) -> bool:
    kind, _, detail = status.partition(".")
    return kind == "5" and detail in _HARD


def _typed(field: str) -> str:
    """The address of 'rfc822; ada@example.org'."""
    return field.rpartition(";")[2].strip().strip("<>")[:320]


def _returned_id(raw: bytes, all_parts: list[Part]) -> str:
    """The Message-ID of what is returned, whole or only its headers."""
    for part in all_parts:
        if part.type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            returned = Headers(decoding.content(raw, part, LONGEST_REPORT))
            return returned.get("Message-ID")[:300]
    return ""


def _by_experience(raw: bytes, all_parts: list[Part]) -> Bounce | None:
    """Servers that follow no standard, as flufl.bounce knows them."""
    if len(all_parts) > 20:
        return None
    passing, lasting = _failures(raw)
    if not passing and not lasting:
        return None
    failed = min(lasting or passing).decode("ascii", "replace")
    said = _said(raw, all_parts)
    status = _status(said)
    hard = _is_hard(status) if status else bool(lasting) and _code(said) != "4"
    return Bounce(hard, decoding.header(f"{status or 'no status'} {said}", 250), final=failed)


def _failures(raw: bytes) -> tuple[Set[bytes], Set[bytes]]:
    from flufl.bounce import all_failures  # noqa: PLC0415 - 1 MB, for a bounce that follows no standard

    try:
        return all_failures(message_from_bytes(raw[:LONGEST_REPORT]))
    except Exception as error:  # it reads what strangers sent, line by line, and may stumble
        logger.warning("a bounce could not be read: %s", type(error).__name__)
        return frozenset(), frozenset()


def _said(raw: bytes, all_parts: list[Part]) -> str:
    """The line of the report that holds the server's answer."""
    for part in all_parts[:1]:
        lines = decoding.text(raw, part)[:20_000].splitlines()
        return next((line for line in lines if _STATUS.search(line) or _CODE.search(line)), "")
    return ""


def _code(said: str) -> str:
    found = _CODE.search(said)
    return found[1] if found else ""
