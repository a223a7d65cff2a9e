"""The copies of mailings, as rows to be sent."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from gemeengoed.core import registry

from .. import addresses, ledger, signing
from ..ledger import Letter, Waiting
from ..models import Copy, CopyState, Mailing, MailingState
from ..signing import Signer
from . import template as templates
from .filling import Filler

logger = logging.getLogger(__name__)

_LEFT = (CopyState.WAITING, CopyState.SENDING)


class Form(NamedTuple):
    """What the copies of one mailing have in common."""

    filler: Filler
    signers: Sequence[Signer]
    domain: str


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
    fields = ("attempts", "key", "recipient", "values")
    theirs = Copy.objects.filter(mailing=mailing).exclude(recipient="")
    rows = ledger.reserved(theirs, fields, most, now)
    form = Form(filler, signers, addresses.domain())
    return [
        Waiting(ledger.COPIES, pk, attempts, partial(_letter, form, *row), mailing)
        for pk, attempts, *row in rows
    ]


def pause(mailing: int, why: str) -> None:
    """When the relay refuses one after the other for a reason that is not the recipient's."""
    running = Mailing.objects.filter(pk=mailing, state=MailingState.RUNNING)
    running.update(state=MailingState.PAUSED, why=why[:300])


def hold(rows: Sequence[Waiting], why: str, now: datetime) -> None:
    """The mailings of copies are paused, and these go as soon as those go on; single messages go later."""
    copies = [row for row in rows if row.ledger is ledger.COPIES]
    for mailing in {row.mailing for row in copies}:
        pause(mailing, why)
    waiting = Copy.objects.filter(pk__in=[row.pk for row in copies], state=CopyState.WAITING)
    waiting.update(next_try=now)


def skip_cancelled(mailings: Iterable[int]) -> None:
    """Who waits in those of these mailings that were cancelled will not get it, and why."""
    waiting = Copy.objects.filter(mailing__in=mailings, state=CopyState.WAITING)
    cancelled = Mailing.objects.filter(pk__in=mailings, state=MailingState.CANCELLED)
    for pk, why in cancelled.values_list("pk", "why"):
        waiting.filter(mailing=pk).update(state=CopyState.SKIPPED, answer=why, lease_until=None)


def finish(now: datetime) -> int:
    """Mailings of which no copy waits any more are done; of a cancelled one none waits, nor does one of which
    the recipient was erased. Returns how many ended; whoever began them is told of each."""
    waiting = Copy.objects.filter(state=CopyState.WAITING)
    ongoing = Mailing.objects.exclude(state=MailingState.DONE)
    left_over = waiting.filter(mailing__in=ongoing.filter(state=MailingState.CANCELLED))
    skip_cancelled(set(left_over.values_list("mailing", flat=True)))
    waiting.filter(mailing__in=ongoing, recipient="").update(
        state=CopyState.SKIPPED, lease_until=None
    )
    left = Copy.objects.filter(mailing=OuterRef("pk"), state__in=_LEFT)
    over = Mailing.objects.filter(~Exists(left), state=MailingState.RUNNING, filled__isnull=False)
    return sum(_ended(pk, reference, now) for pk, reference in over.values_list("pk", "reference"))


def _ended(pk: int, reference: str, now: datetime) -> int:
    going = Mailing.objects.filter(pk=pk, state=MailingState.RUNNING)
    ended = going.update(state=MailingState.DONE, ended=now)
    if ended:
        _tell(reference)
    return ended


def _tell(reference: str) -> None:
    """A capability that fails here is noted; it can ask how the mailing stands at any time."""
    for capability in registry.capabilities():
        if capability.mailing_ended is not None:
            try:
                capability.mailing_ended(reference)
            except Exception:
                logger.exception("%s failed when %s had ended", capability.slug, reference)


def _letter(form: Form, key: str, recipient: str, values: dict[str, str]) -> Letter:
    head, body = form.filler.fill(values, recipient, f"<{key}@{form.domain}>")
    signed = signing.signatures(head, body, form.signers, form.domain)
    whole = b"".join((signed, head.lines, b"\r\n", body, b".\r\n"))
    return Letter(f"{addresses.BOUNCE}+{key}@{form.domain}", recipient, whole)
