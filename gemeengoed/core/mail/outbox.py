"""Single messages, as rows to be sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from . import addresses, ledger, signing, telling
from .dialogue import stuffed
from .ledger import Letter, Waiting
from .models import MailState, OutgoingMessage
from .signing import Signer

LONGEST = timedelta(days=5)
"""How long a message waits for a relay that cannot be reached (RFC 5321, section 4.5.4.1)."""
BATCH = 1000
"""Given up at most at once; the rest by the next run."""


def reserve(most: int, signers: Sequence[Signer], now: datetime) -> list[Waiting]:
    """The oldest that are due."""
    fields = ("attempts", "sender", "recipient", "raw")
    rows = ledger.reserved(OutgoingMessage.objects.all(), fields, most, now)
    return [
        Waiting(ledger.OUTBOX, pk, attempts, partial(_letter, signers, *row))
        for pk, attempts, *row in rows
    ]


def give_up(now: datetime) -> int:
    """Messages of which the time has passed; whoever sent them is told. Returns how many."""
    with transaction.atomic():
        old = OutgoingMessage.objects.filter(state=MailState.WAITING, created__lt=now - LONGEST)
        rows = list(old.select_for_update().values_list("pk", "reference", "last_error")[:BATCH])
        OutgoingMessage.objects.filter(pk__in=[pk for pk, *_ in rows]).update(
            state=MailState.FAILED, lease_until=None
        )
        telling.note((reference, "soft-bounced", why) for _pk, reference, why in rows)
    if rows:
        telling.tell_noted()
    return len(rows)


def _letter(signers: Sequence[Signer], sender: str, recipient: str, raw: bytes) -> Letter:
    raw = bytes(raw)
    head, body = signing.parts(raw)
    signed = signing.signatures(head, signing.relaxed(body), signers, addresses.domain())
    return Letter(sender, recipient, signed + stuffed(raw))
