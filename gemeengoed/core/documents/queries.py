"""Reads: the best language, the versions, what a person may see."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.registry import Audience
from gemeengoed.core.text import languages

from .contents import PACKED
from .models import Citation, Document, DocumentState, Draft, Revision, Work

WRITING = timedelta(minutes=2)
"""Who kept something so short ago is writing now."""


def visible_works(audiences: Sequence[Audience]) -> QuerySet[Work]:
    """Works that somebody with `audiences` may read, whatever their state."""
    return Work.objects.filter(audience__in=[str(audience) for audience in audiences])


def with_documents(works: QuerySet[Work]) -> QuerySet[Work]:
    """The same, with the texts and the revisions readers see in two more queries, whatever the number."""
    shown = Document.objects.select_related("published", "head").defer(
        "published__text",
        "published__html",
        "published__plain",
        "head__text",
        "head__html",
        "head__plain",
    )
    return works.prefetch_related(Prefetch("documents", queryset=shown))


def published(documents: Iterable[Document]) -> list[Document]:
    return [d for d in documents if d.state == DocumentState.PUBLISHED]


def best_of(documents: Iterable[Document], preferred: Sequence[str]) -> Document | None:
    """The document in the language that the reader likes best (RFC 4647 lookup), or None."""
    by_language = {document.language: document for document in documents}
    if not by_language:
        return None
    chosen, _text = languages.best({code: code for code in by_language}, preferred)
    return by_language[chosen]


def history(document: Document) -> QuerySet[Revision]:
    """All revisions, newest first, without their texts."""
    return document.revisions.select_related("author").defer(*PACKED).order_by("-number")


def sources_of(work: Work) -> list[Citation]:
    return list(work.citations.select_related("source"))


def authors_of(document: Document) -> list[str]:
    """Names of those who wrote revisions up to the published one, in order of first appearance."""
    last = document.published.number if document.published else 0
    names = (
        document.revisions.filter(number__lte=last, author__isnull=False)
        .order_by("number")
        .values_list("author__name", flat=True)
    )
    return list(dict.fromkeys(names))


def others_writing(work: Work, language: str, author: Actor) -> list[str]:
    """Names of the others who are writing this text now, who began first first."""
    now = Draft.objects.filter(
        work=work, language=language, changed__gte=timezone.now() - WRITING
    ).exclude(person__actor=author)
    return list(now.order_by("pk").values_list("person__actor__name", flat=True))
