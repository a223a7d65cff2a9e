"""A list from a file: CSV in whatever encoding it came, each broken row named, the rest once."""

import csv
import io
from collections.abc import Iterator
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

from .. import letters_to_one
from ..models import Proof, Subscriber, SubscriberState
from .subscribing import checked_address

LARGEST = 20_000_000
"""Bytes of a file."""
BATCH = 1000
_ADDRESS = frozenset(
    {"e-mail", "email", "e-mailadres", "emailadres", "mail", "address", "adres", "e-mail address"}
)
_NAME = frozenset({"name", "naam", "volledige naam", "full name"})
_LANGUAGE = frozenset({"language", "taal", "lang"})


@dataclass
class Report:
    """What came of a file: how many are new, how many were there, and (line, why) of each broken row."""

    added: int = 0
    known: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    line: int
    address: str
    name: str = ""
    language: str = ""


def decoded(data: bytes) -> str:
    """UTF-16 by its mark, then UTF-8, then Windows-1252, which takes anything."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def rows(text: str) -> Iterator[Row]:
    """The rows of a CSV, or of a list of bare addresses. Raises ValidationError (file) without addresses."""
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count) if any(c in sample for c in ",;\t") else ","
    lines = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    first = next(lines, None)
    if first is None:
        raise ValidationError({"file": _("The file is empty.")})
    columns = [name.strip().lower() for name in first]
    at = {
        kind: _place(columns, names)
        for kind, names in (("address", _ADDRESS), ("name", _NAME), ("language", _LANGUAGE))
    }
    if at["address"] < 0:
        if "@" not in first[0]:
            words = _("No column is called e-mail or address: name it so in the first line.")
            raise ValidationError({"file": words})
        at = {"address": 0, "name": -1, "language": -1}
        yield Row(1, first[0].strip())
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield Row(lines.line_num, **{kind: _cell(cells, n) for kind, n in at.items()})


def _place(columns: list[str], names: frozenset[str]) -> int:
    return next((n for n, name in enumerate(columns) if name in names), -1)


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def bring(
    commons: Commons, data: bytes, *, ground: str, language: str, confirm: bool, by: Actor
) -> Report:
    """Adds who is not on the list yet, never who left it. `ground` is kept with each as proof; with `confirm`
    each is asked first. Raises ValidationError (file)."""
    if len(data) > LARGEST:
        raise ValidationError({"file": _("This file is larger than 20 MB: split it.")})
    report, batch, seen = Report(), [], set()
    for row in rows(decoded(data)):
        try:
            address = checked_address(row.address)
        except ValidationError as error:
            report.broken.append((row.line, f"{row.address[:80]}: {' '.join(error.messages)}"))
            continue
        if address.lower() in seen:
            report.known += 1
            continue
        seen.add(address.lower())
        batch.append(
            Row(
                row.line,
                address,
                typed.line(row.name)[:120],
                _known_language(row.language, language),
            )
        )
        if len(batch) == BATCH:
            _add(commons, batch, report, ground=ground, confirm=confirm)
            batch = []
    _add(commons, batch, report, ground=ground, confirm=confirm)
    with transaction.atomic():
        log.append(
            commons.actor, "list.imported", by, reason=ground[:300], details={"added": report.added}
        )
    return report


def _known_language(said: str, otherwise: str) -> str:
    code = said.strip().lower()[:2]
    return code if code in ("nl", "en") else otherwise


def _add(commons: Commons, batch: list[Row], report: Report, *, ground: str, confirm: bool) -> None:
    """One transaction for a batch: all of it is on the list, or none of it."""
    with transaction.atomic():
        folded = [row.address.lower() for row in batch]
        there = set(
            Subscriber.objects.filter(commons=commons, folded__in=folded).values_list(
                "folded", flat=True
            )
        )
        report.known += len(there)
        state = SubscriberState.ASKED if confirm else SubscriberState.ON
        new = [
            Subscriber(
                commons=commons,
                address=row.address,
                folded=row.address.lower(),
                name=row.name,
                language=row.language,
                token=addresses.new_token(),
                state=state,
                confirmed=None if confirm else timezone.now(),
            )
            for row in batch
            if row.address.lower() not in there
        ]
        added = Subscriber.objects.bulk_create(new)
        report.added += len(added)
        Proof.objects.bulk_create(
            Proof(subscriber=one, what="imported", how="import", words=ground) for one in added
        )
        if confirm:
            for one in added:
                letters_to_one.confirmation(one)
