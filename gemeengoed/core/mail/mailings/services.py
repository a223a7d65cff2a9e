"""Verbs on a message to many: begin (or prepare, add, release), pause, resume, cancel; and forgetting one
recipient."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Upper
from django.utils import timezone

from gemeengoed.core.jobs import wake

from .. import addresses, holding
from ..compose import Mail
from ..delivery import deliver
from ..models import Copy, CopyState, Mailing, MailingState
from . import forgetting, running
from . import template as templates
from .filling import MissingValue

BATCH = 1000


@dataclass(frozen=True)
class Recipient:
    """`reference` is the caller's own name for this recipient, once a mailing. `values` fill the slots. `key`
    makes the Message-ID (`<key@domain>`) when the caller wants to know it before: `addresses.new_token()`."""

    reference: str
    address: str
    values: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


def begin(
    reference: str, mail: Mail, recipients: Iterable[Recipient], not_before: datetime | None = None
) -> Mailing:
    """Composes `mail` once and adds a row for each recipient, in batches that are committed one by one, then
    sends from `not_before` on. Called again with the same `reference` it adds who is missing, so that a
    crash halfway is mended by calling it again; until it returns nothing is sent. Call it outside a
    transaction. Raises headers.BadHeader for what cannot stand in a header, MissingValue for a recipient
    without a value for each slot."""
    kept = Mailing.objects.filter(reference=reference).first()
    if kept is None:
        kept = prepare(reference, templates.made(mail), not_before)
    if not kept.filled:
        add(kept, recipients)
        release([kept])
        kept.refresh_from_db()
    return kept


def prepare(
    reference: str, template: templates.Template, not_before: datetime | None = None
) -> Mailing:
    """A mailing without recipients, once for each `reference`; it can be paused and cancelled already. It
    goes nowhere before `add` and `release`."""
    given = {"template": template.to_bytes(), "not_before": not_before or timezone.now()}
    return Mailing.objects.get_or_create(reference=reference, defaults=given)[0]


def add(mailing: Mailing, recipients: Iterable[Recipient]) -> None:
    """A row for each that has none yet, a thousand to a transaction. Raises MissingValue."""
    slots = templates.from_bytes(bytes(mailing.template)).slots
    for batch in _batches(recipients):
        _add(mailing, batch, slots)


def release(mailings: Sequence[Mailing], settle: Callable[[], None] | None = None) -> None:
    """Every recipient has a row: from here on these mailings go out, but for what is paused or cancelled.
    `settle` is called in the same transaction, before: what it pauses, cancels or skips never goes."""
    pks = [mailing.pk for mailing in mailings]
    with transaction.atomic():
        if settle is not None:
            settle()
        rows = Mailing.objects.filter(pk__in=pks)
        rows.filter(filled__isnull=True).update(filled=timezone.now())
        running.skip_cancelled(pks)
        wake(deliver)
    running.finish(timezone.now())


def _batches(recipients: Iterable[Recipient]) -> Iterator[list[Recipient]]:
    left = iter(recipients)
    while batch := list(islice(left, BATCH)):
        yield batch


def _add(mailing: Mailing, recipients: list[Recipient], slots: set[str]) -> None:
    for recipient in recipients:
        missing = slots - recipient.values.keys()
        if missing:
            named = ", ".join(sorted(missing))
            raise MissingValue(f"{recipient.reference} has no value for {named}.")
    rows = [
        Copy(
            mailing=mailing,
            key=recipient.key or addresses.new_token(),
            reference=recipient.reference,
            recipient=recipient.address,
            values={slot: str(recipient.values[slot]) for slot in slots},
            next_try=mailing.not_before,
        )
        for recipient in recipients
    ]
    Copy.objects.bulk_create(rows, ignore_conflicts=True)


def pause(mailing: Mailing) -> bool:
    """Nothing more goes out, except what is being sent at this moment. Whether it was going out."""
    return _turn(mailing, MailingState.RUNNING, MailingState.PAUSED)


def let_go() -> None:
    """Ends what a restore held: all that waits may go."""
    if holding.end():
        wake(deliver)


def resume(mailing: Mailing) -> bool:
    """It goes on where it stopped. Whether it was paused."""
    resumed = _turn(mailing, MailingState.PAUSED, MailingState.RUNNING)
    if resumed:
        wake(deliver)
    return resumed


def cancel(mailing: Mailing, why: str) -> int:
    """Who has not got it will not. Returns how many that are; they are told as 'not sent' with `why`."""
    with transaction.atomic():
        states = [MailingState.RUNNING, MailingState.PAUSED]
        cancelled = Mailing.objects.filter(pk=mailing.pk, state__in=states).update(
            state=MailingState.CANCELLED, ended=timezone.now(), why=why[:300]
        )
        mailing.refresh_from_db()
        if not cancelled:
            return 0
        waiting = Copy.objects.filter(mailing=mailing, state=CopyState.WAITING)
        return waiting.update(state=CopyState.SKIPPED, answer=why[:300], lease_until=None)


def skip(mailings: str, reference: str, why: str) -> int:
    """Copies for the recipient `reference` that wait, in mailings whose reference begins with `mailings`, are
    not sent and are told as such with `why`. Returns how many."""
    theirs = Copy.objects.filter(mailing__reference__startswith=mailings, reference=reference)
    return _skip(theirs, why)


def skip_where(mailing: Mailing, which: Q, why: str) -> int:
    """The same for all recipients of one mailing for whom `which` holds."""
    return _skip(Copy.objects.filter(which, mailing=mailing), why)


def _skip(copies: QuerySet[Copy], why: str) -> int:
    waiting = copies.filter(state=CopyState.WAITING)
    skipped = waiting.update(state=CopyState.SKIPPED, answer=why[:300], lease_until=None)
    if skipped:
        transaction.on_commit(_finish)
    return skipped


def _finish() -> None:
    running.finish(timezone.now())


def erase(address: str) -> int:
    """Forgets whoever has this address, in every mailing of the server: the rows stay for the tally, without
    address and values; what waits will not be sent. Returns how many rows that were. What is on its way at
    this moment arrives."""
    return _erase(Copy.objects.annotate(upper=Upper("recipient")).filter(upper=address.upper()))


def erase_reference(reference: str) -> int:
    """The same for the recipient `reference` alone: who has that address elsewhere keeps their rows."""
    return _erase(Copy.objects.filter(reference=reference))


def erase_where(mailing: Mailing, which: Q) -> int:
    """The same for all recipients of one mailing for whom `which` holds."""
    return _erase(Copy.objects.filter(which, mailing=mailing))


def _erase(copies: QuerySet[Copy]) -> int:
    with transaction.atomic():
        _skip(copies, ERASED)
        return forgetting.forget(copies)


ERASED = "erased"
"""The answer of a copy that is not sent because its recipient was forgotten."""


def _turn(mailing: Mailing, before: MailingState, after: MailingState) -> bool:
    turned = Mailing.objects.filter(pk=mailing.pk, state=before).update(state=after)
    mailing.refresh_from_db()
    return turned == 1
