"""A list from a file: CSV in whatever encoding it came, each broken row named, the rest once.

The file is read line by line and kept in batches, so that a long list takes no more room than a short one.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.log import services as log
from gemeengoed.core.mail import addresses
from gemeengoed.core.text import typed

from .. import languages, letters_to_one
from ..joining_rows import Row, rows
from ..models import Proof, Subscriber, SubscriberState
from .subscribing import checked_address

LARGEST = 20_000_000
"""Bytes of a file."""
LONGEST_GROUND = 2000
BATCH = 1000
MOST_NAMED = 1000
"""Broken rows that are named; of the others it is said how many there are."""


@dataclass
class Report:
    """What came of a file: how many are new, how many were there, (line, why) of broken rows, and how many
    more of those there are."""

    added: int = 0
    known: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)
    unnamed: int = 0


def bring(
    commons: Commons, data: bytes, *, ground: str, language: str, confirm: bool, by: Actor
) -> Report:
    """Adds who is not on the list yet, never who left it. `ground` is kept with each as proof; with `confirm`
    each is asked first. Raises ValidationError (file, ground, language)."""
    ground, language = _checked_ground(ground), languages.checked(language)
    if len(data) > LARGEST:
        raise ValidationError({"file": _("This file is larger than 20 MB: split it.")})
    report = Report()
    batch: dict[str, Row] = {}
    for row in rows(data):
        try:
            address = _checked_address(row)
        except ValidationError as error:
            _name_broken(report, row, error)
            continue
        report.known += address.lower() in batch
        code = languages.nearest(row.language, language)
        batch.setdefault(address.lower(), Row(row.line, address, typed.line(row.name)[:120], code))
        if len(batch) == BATCH:
            _add(commons, batch, report, ground=ground, confirm=confirm)
            batch = {}
    _add(commons, batch, report, ground=ground, confirm=confirm)
    with transaction.atomic():
        log.append(
            commons.actor, "list.imported", by, reason=ground[:300], details={"added": report.added}
        )
    return report


def _checked_ground(ground: str) -> str:
    ground = ground.replace("\0", "").strip()
    if not ground:
        words = _("Say why you may write to these people: each of them can read it.")
        raise ValidationError({"ground": words})
    if len(ground) > LONGEST_GROUND:
        words = _("Say it in at most %(most)d characters.") % {"most": LONGEST_GROUND}
        raise ValidationError({"ground": words})
    return ground


def _checked_address(row: Row) -> str:
    if row.is_open:
        raise ValidationError(_("A quote is opened in this row and not closed."))
    return checked_address(row.address)


def _name_broken(report: Report, row: Row, error: ValidationError) -> None:
    if len(report.broken) >= MOST_NAMED:
        report.unnamed += 1
        return
    before = f"{row.address[:80]}: " if row.address else ""
    report.broken.append((row.line, before + " ".join(error.messages)))


def _add(
    commons: Commons, batch: dict[str, Row], report: Report, *, ground: str, confirm: bool
) -> None:
    """One transaction for a batch, by folded address: all of it is on the list, or none of it."""
    there = Subscriber.objects.filter(commons=commons, folded__in=batch)
    known = set(there.values_list("folded", flat=True))
    new = [
        _new(commons, row, confirm=confirm) for folded, row in batch.items() if folded not in known
    ]
    # Composed before the transaction, so that it is short.
    mails = {one.token: letters_to_one.confirmation(one, one.language) for one in new if confirm}
    with transaction.atomic():
        # Who joined by themselves at this moment was first.
        Subscriber.objects.bulk_create(new, ignore_conflicts=True)
        tokens = [one.token for one in new]
        added = list(Subscriber.objects.filter(commons=commons, token__in=tokens))
        Proof.objects.bulk_create(
            Proof(subscriber=one, what="imported", how="import", words=ground) for one in added
        )
        if confirm:
            letters_to_one.post([(one, mails[one.token]) for one in added])
    report.added += len(added)
    report.known += len(batch) - len(added)


def _new(commons: Commons, row: Row, *, confirm: bool) -> Subscriber:
    return Subscriber(
        commons=commons,
        address=row.address,
        folded=row.address.lower(),
        name=row.name,
        language=row.language,
        token=addresses.new_token(),
        state=SubscriberState.ASKED if confirm else SubscriberState.ON,
        confirmed=None if confirm else timezone.now(),
    )
