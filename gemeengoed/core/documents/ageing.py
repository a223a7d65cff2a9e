"""Revisions that a newer one replaced: packed in the transaction that replaces them.

The bytes are made before it. A sweep packs what is still in full, such as what was imported.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from gemeengoed.core.text import packing

from .contents import LONGEST_CHAIN, text_of
from .models import Document, Revision

A_SWEEP = 500


@dataclass(frozen=True)
class Aged:
    """One revision with the bytes that take the place of its columns."""

    pk: int
    packed: bytes
    stands_alone: bool
    digest: bytes


def aged(revision: Revision, next_text: str) -> Aged:
    """`next_text` is the text of the next revision of the same document."""
    text = text_of(revision)
    alone = revision.number % LONGEST_CHAIN == 0
    packed = packing.pack(text, None if alone else next_text)
    return Aged(revision.pk, packed, alone, packing.digest(text))


def aged_when_replaced(document: Document) -> Aged | None:
    """The published revision of `document`, packed for when another is published in its place."""
    shown = document.published
    if shown is None or shown.packed is not None:
        return None
    after = document.revisions.filter(number__gt=shown.number).order_by("number").first()
    return aged(shown, text_of(after)) if after is not None else None


def settle(document: Document, aged: Aged | None) -> None:
    """Inside a transaction that holds `document`: packs what is no longer newest nor published."""
    if aged is not None and aged.pk not in (document.head_id, document.published_id):
        _put(aged)


def replace_newest(document: Document, aged: Aged | None) -> None:
    """The same for the newest, before the next one is stored: SQLite then fills the page that becomes
    free with it, and else would leave it almost empty for ever."""
    if aged is not None and aged.pk != document.published_id:
        _put(aged)


def _put(aged: Aged) -> None:
    Revision.objects.filter(pk=aged.pk, packed=None).update(
        packed=aged.packed,
        stands_alone=aged.stands_alone,
        digest=aged.digest,
        text="",
        html="",
        plain="",
        headings=[],
    )


def pack_what_is_left(most: int = A_SWEEP) -> int:
    """Packs old revisions that are still in full, newest first; how many. Safe to run at any time."""
    left = Revision.objects.filter(
        ~Q(pk__in=Document.objects.filter(head__isnull=False).values("head")),
        ~Q(pk__in=Document.objects.filter(published__isnull=False).values("published")),
        packed=None,
    ).order_by("-pk")
    found = list(left.select_related("document")[:most])
    for revision in found:
        _pack(revision)
    return len(found)


def _pack(revision: Revision) -> None:
    following = revision.document.revisions.filter(number__gt=revision.number)
    after = following.order_by("number").first()
    if after is None:
        return
    made = aged(revision, text_of(after))
    with transaction.atomic():
        settle(Document.objects.select_for_update().get(pk=revision.document_id), made)


def sweep() -> None:
    pack_what_is_left()
