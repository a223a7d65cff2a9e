"""A file in batches, each of which is on the list as a whole or not at all, once.

The file is read line by line, so that a long list takes no more room than a short one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from django.core.exceptions import ValidationError
from django.utils import timezone

from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.text import typed

from .. import languages, letters_to_one
from ..joining_rows import Row, rows
from ..models import Fault, ListImport, Proof, RefusedLine, Subscriber, SubscriberState
from .subscribing import checked_address

BATCH = 500
"""Rows of a batch."""
MOST_NAMED = 10_000
"""Lines of a file that are named when they could not be used; of the others it is said how many there are."""


@dataclass
class Batch:
    """Rows by folded address, and what else was read up to `line`: `twice` counts addresses that were in
    this batch already, `faults` are rows that cannot be used."""

    rows: dict[str, Row] = field(default_factory=dict)
    twice: int = 0
    faults: list[tuple[Row, Fault]] = field(default_factory=list)
    line: int = 0

    def size(self) -> int:
        return len(self.rows) + self.twice + len(self.faults)


@dataclass(frozen=True)
class Ready:
    """A batch with the subscribers that are new, and the mail to each by token; nothing is kept yet."""

    batch: Batch
    new: list[Subscriber]
    mails: Mapping[str, OutgoingMessage]


def read(file: IO[bytes], language: str, after: int = 0) -> Iterator[Batch]:
    """The rows below line `after`; `language` is of those without one that there are letters in."""
    batch = Batch()
    for row in rows(file):
        if row.line > after:
            _take(batch, row, language)
        if batch.size() == BATCH:
            yield batch
            batch = Batch()
    if batch.size():
        yield batch


def _take(batch: Batch, row: Row, language: str) -> None:
    batch.line = row.line
    if row.is_open:
        batch.faults.append((row, Fault.QUOTE))
        return
    try:
        address = checked_address(row.address)
    except ValidationError:
        batch.faults.append((row, Fault.ADDRESS))
        return
    if address.lower() in batch.rows:
        batch.twice += 1
        return
    code = languages.nearest(row.language, language)
    batch.rows[address.lower()] = Row(row.line, address, typed.line(row.name)[:120], code)


def composed(one: ListImport, batch: Batch) -> Ready:
    """Before the transaction, so that it is short."""
    there = Subscriber.objects.filter(commons=one.commons, folded__in=batch.rows)
    known = set(there.values_list("folded", flat=True))
    # In order, so that two imports wait for one another and not each for the other.
    new = [_new(one, row) for folded, row in sorted(batch.rows.items()) if folded not in known]
    mails = {
        each.token: letters_to_one.confirmation(each, each.language) for each in new if one.confirm
    }
    return Ready(batch, new, mails)


def _new(one: ListImport, row: Row) -> Subscriber:
    return Subscriber(
        commons=one.commons,
        address=row.address,
        folded=row.address.lower(),
        name=row.name,
        language=row.language,
        token=addresses.new_token(),
        state=SubscriberState.ASKED if one.confirm else SubscriberState.ON,
        confirmed=None if one.confirm else timezone.now(),
    )


def put(one: ListImport, ready: Ready) -> None:
    """Within the caller's transaction: on the list with their proof and the mail that asks them, and counted
    on the row of `one`, which the caller holds."""
    added = _added(one, ready)
    batch = ready.batch
    named = batch.faults[: max(0, MOST_NAMED - one.refused)]
    RefusedLine.objects.bulk_create(
        RefusedLine(list_import=one, line=row.line, address=row.address[:80], why=why)
        for row, why in named
    )
    one.added += added
    one.known += len(batch.rows) - added + batch.twice
    one.refused += len(batch.faults)
    one.save(update_fields=["added", "known", "refused"])


def _added(one: ListImport, ready: Ready) -> int:
    # Who joined by themselves at this moment was first.
    Subscriber.objects.bulk_create(ready.new, ignore_conflicts=True)
    tokens = [each.token for each in ready.new]
    added = list(Subscriber.objects.filter(commons=one.commons, token__in=tokens))
    Proof.objects.bulk_create(
        Proof(subscriber=each, what="imported", how="import", words=one.ground) for each in added
    )
    if one.confirm:
        letters_to_one.post([(each, ready.mails[each.token]) for each in added])
    return len(added)
