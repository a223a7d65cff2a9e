"""Who wrote this passage: carried from revision to revision along their differences.

Words belong to the revision that they came with. A word that moves, or comes back after it was taken out,
belongs to who put it there again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.db import transaction
from django.db.models import F, Q

from gemeengoed.core.jobs import job
from gemeengoed.core.text import differences
from gemeengoed.core.text.differences import Change

from .contents import text_of, texts_from
from .models import Authorship, Document, Revision

Runs = list[list[int]]
AT_ONCE = 100
"""Revisions that a page works out itself; a job does the rest."""
A_STRIDE = 100
A_SWEEP = 50
PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*(?:\n|\Z)))*")


def carried(runs: Sequence[Sequence[int]], changes: Sequence[Change], number: int) -> Runs:
    """The runs of the new text, when `changes` made it of the old one in revision `number`."""
    new: Runs = []
    old = [list(run) for run in reversed(runs)]
    for change in changes:
        if change.kind == "added":
            _add(new, number, len(change.text))
            continue
        for owner, length in _taken(old, len(change.text)):
            if change.kind == "same":
                _add(new, owner, length)
    return new


def _taken(old: Runs, length: int) -> Iterator[tuple[int, int]]:
    """Takes `length` characters from the end of `old`, which is the beginning of the text."""
    while length and old:
        owner, there = old[-1]
        taken = min(length, there)
        yield owner, taken
        length -= taken
        if taken == there:
            old.pop()
        else:
            old[-1][1] -= taken


def _add(runs: Runs, owner: int, length: int) -> None:
    if runs and runs[-1][0] == owner:
        runs[-1][1] += length
    elif length:
        runs.append([owner, length])


def runs_at(document: Document, number: int, most: int | None = None) -> Runs | None:
    """The runs of revision `number`; None when that is more than `most` revisions of work."""
    known = (
        Authorship.objects.filter(document=document, number__lte=number).order_by("number").last()
    )
    reached, runs = (known.number, known.runs) if known else (0, [])
    if most is not None and number - reached > most:
        return None
    before: str | None = None
    while reached < number:
        last = min(number, reached + A_STRIDE)
        texts = texts_from(document.pk, max(reached, 1), last)
        if before is None:
            before = texts.get(reached, "")
        for one in sorted(texts):
            if one > reached:
                runs = carried(runs, differences.compare(before, texts[one]), one)
                before = texts[one]
        reached = last
    return runs


@job
def keep_authorship(document_id: int) -> None:
    """Works out the newest and the published revision of one text. Safe to run twice."""
    document = Document.objects.select_related("head", "published").filter(pk=document_id).first()
    if document is None:
        return
    shown = {r.number for r in (document.published, document.head) if r is not None}
    for number in sorted(shown):
        runs = runs_at(document, number)
        Authorship.objects.update_or_create(
            document=document, number=number, defaults={"runs": runs}
        )
    if shown:
        with transaction.atomic():
            stale = Authorship.objects.filter(document=document, number__lt=max(shown))
            stale.exclude(number__in=shown).delete()


def sweep() -> None:
    """Works out what a lost wake-up left."""
    behind = Document.objects.filter(head__isnull=False).exclude(
        Q(authorship__number=F("head__number"))
    )
    for pk in behind.order_by("pk").values_list("pk", flat=True)[:A_SWEEP]:
        keep_authorship(pk)


@dataclass(frozen=True)
class Part:
    """A stretch of one paragraph by one author; `mark` numbers the authors, from 1 for who wrote most."""

    text: str
    author: str
    when: datetime
    mark: int


@dataclass(frozen=True)
class Paragraph:
    """`shares`: author, per cent of the characters, and when they last changed it; most first."""

    parts: list[Part]
    shares: list[tuple[str, int, datetime, int]]


@dataclass(frozen=True)
class Passages:
    """`authors`: name, per cent of the text, mark; who wrote most first."""

    authors: list[tuple[str, int, int]]
    paragraphs: list[Paragraph]


def passages(revision: Revision, runs: Runs) -> Passages:
    """The text of `revision`, paragraph by paragraph, with who wrote what. Two queries at most."""
    known = _writers(revision, {owner for owner, _length in runs})
    marks = _marks(runs, known)
    paragraphs: list[Paragraph] = []
    for parts in _paragraphs(text_of(revision), runs):
        made = [Part(text, *known[owner], marks[known[owner][0]]) for text, owner in parts]
        paragraphs.append(Paragraph(made, _shares(made)))
    counts = _counts([(known[owner][0], length) for owner, length in runs])
    whole = [(name, share, marks[name]) for name, share in counts]
    return Passages(whole, paragraphs)


def _writers(revision: Revision, numbers: set[int]) -> dict[int, tuple[str, datetime]]:
    rows = Revision.objects.filter(document=revision.document_id, number__lte=revision.number)
    values = rows.values_list("number", "author__name", "created")
    return {number: (name or "–", when) for number, name, when in values if number in numbers}


def _marks(runs: Runs, known: dict[int, tuple[str, datetime]]) -> dict[str, int]:
    counts = _counts([(known[owner][0], length) for owner, length in runs])
    return {name: place for place, (name, _share) in enumerate(counts, 1)}


def _counts(lengths: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Each name with its per cent, most first."""
    sums: dict[str, int] = {}
    for name, length in lengths:
        sums[name] = sums.get(name, 0) + length
    total = sum(sums.values()) or 1
    ordered = sorted(sums.items(), key=lambda pair: -pair[1])
    shares = [max(1, round(100 * length / total)) for _name, length in ordered[1:]]
    names = [name for name, _length in ordered]
    return list(zip(names, [max(1, 100 - sum(shares)), *shares], strict=False))


def _paragraphs(text: str, runs: Runs) -> Iterator[list[tuple[str, int]]]:
    """Stretches of text with their owner, a list per paragraph; blank lines end one."""
    ends = accumulate(length for _owner, length in runs)
    spans = [(end - run[1], end, run[0]) for end, run in zip(ends, runs, strict=True)]
    place = 0
    for found in PARAGRAPH.finditer(text):
        while spans[place][1] <= found.start():
            place += 1
        parts, at = [], place
        while at < len(spans) and spans[at][0] < found.end():
            start, end, owner = spans[at]
            parts.append((text[max(start, found.start()) : min(end, found.end())], owner))
            at += 1
        yield parts


def _shares(parts: Sequence[Part]) -> list[tuple[str, int, datetime, int]]:
    latest: dict[str, Part] = {}
    for part in parts:
        if part.author not in latest or part.when > latest[part.author].when:
            latest[part.author] = part
    counts = _counts([(part.author, len(part.text)) for part in parts])
    return [(name, share, latest[name].when, latest[name].mark) for name, share in counts]
