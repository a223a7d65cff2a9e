"""Reads: the best language, the versions, what a person may see."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Min, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.queries import formatted
from gemeengoed.core.text import languages

from .contents import PACKED
from .models import Citation, Document, DocumentState, Draft, Revision, Work

WRITING = timedelta(minutes=2)
"""Who kept something so short ago is writing now."""


def visible_works(audiences: Sequence[Audience]) -> QuerySet[Work]:
    """Works that somebody with `audiences` may read, whatever their state."""
    return Work.objects.filter(audience__in=[str(audience) for audience in audiences])


def with_revisions() -> QuerySet[Document]:
    """Texts with the revisions that readers and writers see, without what is long in them."""
    return Document.objects.select_related("published", "head").defer(
        "published__text",
        "published__html",
        "published__plain",
        "head__text",
        "head__html",
        "head__plain",
    )


def with_documents(works: QuerySet[Work]) -> QuerySet[Work]:
    """The same, with the texts and the revisions readers see in one more query, whatever the number."""
    return works.prefetch_related(Prefetch("documents", queryset=with_revisions()))


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
    """In the order of the editors, each as its style writes it in the reader's language."""
    written = formatted(get_language() or "nl", "source__formatted")
    return list(work.citations.select_related("source").prefetch_related(written))


def authors_of(
    documents: Iterable[Document], *, up_to: Revision | None = None
) -> dict[int, list[str]]:
    """By document, the names of those who wrote the revisions up to the published one (or up to
    `up_to`), in order of first appearance. One query, whatever the number."""
    shown = {document.pk: up_to or document.published for document in documents}
    last = {pk: revision.number for pk, revision in shown.items() if revision}
    written = (
        Revision.objects.filter(document__in=last, author__isnull=False)
        .values_list("document", "author__name")
        .annotate(first=Min("number"))
        .order_by("first")
    )
    names: dict[int, list[str]] = {pk: [] for pk in last}
    for pk, name, first in written:
        if first <= last[pk]:
            names[pk].append(name)
    return names


def others_writing(work: Work, language: str, author: Actor) -> list[str]:
    """Names of the others who are writing this text now, who began first first."""
    now = Draft.objects.filter(
        work=work, language=language, changed__gte=timezone.now() - WRITING
    ).exclude(person__actor=author)
    return list(now.order_by("pk").values_list("person__actor__name", flat=True))
