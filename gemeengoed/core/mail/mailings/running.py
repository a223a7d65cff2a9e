"""The copies of mailings, as rows to be sent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from .. import addresses, ledger, signing
from ..ledger import Letter, Waiting
from ..models import Copy, CopyState, Mailing, MailingState
from ..signing import Signer
from . import template as templates
from .filling import Filler

_LEFT = (CopyState.WAITING, CopyState.SENDING)


def due(now: datetime) -> list[int]:
    """Mailings that are going out, the oldest first."""
    found = Mailing.objects.filter(
        state=MailingState.RUNNING, filled__isnull=False, not_before__lte=now
    )
    return list(found.order_by("not_before", "pk").values_list("pk", flat=True))


def filler(mailing: int) -> Filler:
    kept = Mailing.objects.values_list("template", flat=True).get(pk=mailing)
    return Filler(templates.from_bytes(bytes(kept)))


def reserve(
    mailing: int, filler: Filler, most: int, signers: Sequence[Signer], now: datetime
) -> list[Waiting]:
    """The next copies that are due."""
    with transaction.atomic():
        rows = ledger.reserved(Copy.objects.filter(mailing=mailing), most, now)
    return [_waiting(row, filler, signers) for row in rows]


def pause(mailing: int, why: str) -> None:
    """When the relay refuses one after the other for a reason that is not the recipient's."""
    running = Mailing.objects.filter(pk=mailing, state=MailingState.RUNNING)
    running.update(state=MailingState.PAUSED, why=why[:300])


def finish(now: datetime) -> int:
    """Mailings of which no copy waits any more are done; of a cancelled one none waits. Returns how many
    ended."""
    cancelled = Copy.objects.filter(mailing__state=MailingState.CANCELLED, state=CopyState.WAITING)
    cancelled.update(state=CopyState.SKIPPED, lease_until=None)
    left = Copy.objects.filter(state__in=_LEFT).values("mailing")
    ended = Mailing.objects.filter(state=MailingState.RUNNING, filled__isnull=False)
    return ended.exclude(pk__in=left).update(state=MailingState.DONE, ended=now)


def _waiting(row: Copy, filler: Filler, signers: Sequence[Signer]) -> Waiting:
    return Waiting(
        ledger.COPIES,
        row.pk,
        row.attempts,
        lambda: _letter(row, filler, signers),
        row.mailing_id,
    )


def _letter(row: Copy, filler: Filler, signers: Sequence[Signer]) -> Letter:
    domain = addresses.domain()
    filled = filler.fill(row.values, row.recipient, f"<{row.key}@{domain}>")
    signed = signing.signatures(filled.head, filled.body, signers, domain)
    whole = b"%b%b\r\n%b.\r\n" % (signed, filled.head.lines, filled.body)
    return Letter(addresses.bounce(row.key), row.recipient, whole)
