"""Keeping what arrived: the row is committed before the sender hears that we have it."""

from hashlib import sha256

from django.conf import settings
from django.db import transaction

from gemeengoed.core.jobs import wake
from gemeengoed.core.media import space

from ..models import IncomingMessage, IncomingState
from .mime import headers_of
from .processing import process
from .reading import author

MOST_BYTES = 25 * 1024 * 1024
MOST_WAITING = 10_000
"""Messages that wait to be read; beyond that the senders are asked to come back."""


def is_full(needed: int) -> bool:
    """Whether `needed` bytes more would eat into the reserve of the disk, or too much waits already."""
    free = space.free_on_disk()
    if free is not None and free - needed < settings.DISK_RESERVE:
        return True
    waiting = IncomingMessage.objects.filter(state=IncomingState.WAITING)
    return waiting[:MOST_WAITING].count() == MOST_WAITING


def receive(sender: str, recipient: str, raw: bytes | bytearray, trace: bytes = b"") -> bool:
    """Keeps one message for one recipient; False when it was here already.

    `raw` is the message as its sender wrote it, `trace` the header lines that we put above it; the same
    message for the same recipient is one row, however often it is brought.
    """
    recipient = _storable(recipient).lower()
    with transaction.atomic():
        _row, is_new = IncomingMessage.objects.get_or_create(
            digest=digest(recipient, raw),
            defaults={
                "sender": "" if sender == "<>" else _storable(sender),
                "recipient": recipient,
                "raw": trace + raw,
                "whose": _storable(author(headers_of(raw))[1]).lower()[:254],
            },
        )
        if is_new:
            wake(process)
    return is_new


def digest(recipient: str, raw: bytes | bytearray) -> str:
    """Names a message for a recipient (lower case): SHA-256, hexadecimal."""
    made = sha256(recipient.encode() + b"\0")
    made.update(raw)
    return made.hexdigest()


def _storable(address: str) -> str:
    """Without what a database refuses: bytes that are no text, and NUL."""
    return address.encode("utf-8", "replace").decode().replace("\0", "")[:320]
