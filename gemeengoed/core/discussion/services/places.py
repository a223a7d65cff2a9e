"""Keeping each thread with its passage when a text changes. Worked out outside transactions, then kept."""

from collections.abc import Sequence

from django.db import transaction

from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.jobs import job
from gemeengoed.core.text.markdown import Block

from .. import anchoring, queries
from ..models import Place, Thread
from ..spots import blocks_of

BATCH = 50


def settle(document: Document, revision: Revision, blocks: Sequence[Block]) -> None:
    """Finds the place in `revision` of every thread that has none there yet. May run twice."""
    waiting = queries.without_place(document, revision.number)
    if not waiting:
        return
    plains = [block.plain for block in blocks]
    known = queries.last_places(waiting, revision.number)
    passages = [_passage(thread, known.get(thread.pk)) for thread in waiting]
    found = anchoring.find(passages, plains)
    places = [
        _place(thread, revision.number, plains, number)
        for thread, number in zip(waiting, found, strict=True)
    ]
    with transaction.atomic():
        Place.objects.bulk_create(places, ignore_conflicts=True)
        _forget_old(document)


def _passage(thread: Thread, place: Place | None) -> anchoring.Passage:
    if place is None or place.block is None:
        return anchoring.Passage(thread.block, thread.quote)
    return anchoring.Passage(place.block, place.words, place.before, place.after)


def _place(thread: Thread, revision: int, plains: Sequence[str], number: int | None) -> Place:
    if number is None:
        return Place(thread=thread, revision=revision)
    return placed(thread, revision, anchoring.passage(plains, number))


def placed(thread: Thread, revision: int, passage: anchoring.Passage) -> Place:
    return Place(
        thread=thread,
        revision=revision,
        block=passage.number,
        words=passage.words,
        before=passage.before,
        after=passage.after,
    )


def _forget_old(document: Document) -> None:
    """Keeps the places in what is shown, and of a thread that is not there its last known one."""
    shown = Document.objects.filter(pk=document.pk).values_list("head__number", "published__number")
    numbers = [number for number in shown.get() if number is not None]
    all_places = Place.objects.filter(thread__document=document)
    there = all_places.filter(revision__in=numbers, block__isnull=False).values("thread")
    old = all_places.exclude(revision__in=numbers)
    old.filter(block__isnull=True).delete()
    old.filter(thread__in=list(there.values_list("thread", flat=True))).delete()


@job
def settle_all() -> None:
    """The clock's part: a text that changes often is followed from revision to revision."""
    for document in queries.to_settle(BATCH):
        if document.head is not None:
            settle(document, document.head, blocks_of(document, document.head))
