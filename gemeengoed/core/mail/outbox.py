"""Single messages, as rows to be sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from . import addresses, ledger, signing
from .dialogue import stuffed
from .ledger import Letter, Waiting
from .models import MailState, OutgoingMessage
from .signing import Signer

LONGEST = timedelta(days=5)
"""How long a message waits for a relay that cannot be reached (RFC 5321, section 4.5.4.1)."""


def reserve(most: int, signers: Sequence[Signer], now: datetime) -> list[Waiting]:
    """The oldest that are due."""
    fields = ("attempts", "sender", "recipient", "raw")
    rows = ledger.reserved(OutgoingMessage.objects.all(), fields, most, now)
    return [
        Waiting(ledger.OUTBOX, pk, attempts, partial(_letter, signers, *row))
        for pk, attempts, *row in rows
    ]


def give_up(now: datetime) -> int:
    """Messages of which the time has passed; returns how many."""
    old = OutgoingMessage.objects.filter(state=MailState.WAITING, created__lt=now - LONGEST)
    return old.update(state=MailState.FAILED, lease_until=None)


def _letter(signers: Sequence[Signer], sender: str, recipient: str, raw: bytes) -> Letter:
    raw = bytes(raw)
    head, body = signing.parts(raw)
    signed = signing.signatures(head, signing.relaxed(body), signers, addresses.domain())
    return Letter(sender, recipient, signed + stuffed(raw))
