"""Reads of publications worth a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.paginator import Page
from django.db.models import Case, Count, F, Max, Prefetch, Q, QuerySet, Value, When

from gemeengoed.core.documents.models import Document, DocumentState, Work
from gemeengoed.core.documents.queries import best_of, published, with_documents
from gemeengoed.core.registry import Audience, TiedObject

from .models import Publication


@dataclass(frozen=True)
class Listed:
    """A publication with the text that this reader gets."""

    publication: Publication
    document: Document

    @property
    def others(self) -> list[str]:
        """Other languages in which it is published."""
        documents = published(self.publication.work.documents.all())
        return sorted(d.language for d in documents if d != self.document)


def with_texts(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """With series, works, texts and shown revisions: three more queries, whatever the number.

    The series are not joined: `shown` groups, and would sort each wide row of it.
    """
    works = with_documents(Work.objects.all())
    return publications.prefetch_related("series", "own_kind", Prefetch("work", queryset=works))


def shown(handle: str, audiences: Sequence[Audience]) -> QuerySet[Publication]:
    """Published ones, newest first, for somebody with `audiences`."""
    return (
        Publication.objects.filter(
            commons__actor__handle=handle,
            work__audience__in=[str(a) for a in audiences],
            work__documents__state=DocumentState.PUBLISHED,
        )
        .annotate(newest=Max("work__documents__published_at"))
        .order_by("-newest", "-pk")
    )


def listed(publications: QuerySet[Publication], preferred: Sequence[str]) -> list[Listed]:
    """Each publication once, in the reader's best language. Three queries, whatever the number."""
    result = []
    for publication in with_texts(publications):
        document = best_of(published(publication.work.documents.all()), preferred)
        if document is not None:
            result.append(Listed(publication, document))
    return result


def on_page(found: QuerySet[Publication], page: Page) -> QuerySet[Publication]:
    """The rows of `found` that stand on `page` of it."""
    last = page.number * page.paginator.per_page
    return found[last - page.paginator.per_page : last]


def drafts(handle: str) -> list[tuple[Publication, Document]]:
    """Texts with something that readers do not see yet, latest work first; for editors."""
    documents = (
        Document.objects.filter(work__publication__commons__actor__handle=handle)
        .exclude(state=DocumentState.PUBLISHED, head=F("published"))
        .select_related(
            "head", "release", "work__publication__series", "work__publication__own_kind"
        )
        .order_by("-head__created")
    )
    return [(document.work.publication, document) for document in documents]


def is_empty(handle: str) -> bool:
    return not Publication.objects.filter(
        commons__actor__handle=handle, work__documents__published_at__isnull=False
    ).exists()


def tied_to_question(question_id: int, language: str) -> list[TiedObject]:
    tied = Publication.objects.filter(
        work__questions=question_id,
        work__audience=Audience.PUBLIC,
        work__documents__state=DocumentState.PUBLISHED,
    )
    return _tied(tied.distinct(), language)


def latest(handle: str, language: str, most: int) -> list[TiedObject]:
    return _tied(shown(handle, [Audience.PUBLIC])[:most], language)


def _tied(publications: QuerySet[Publication], language: str) -> list[TiedObject]:
    tied = []
    for item in listed(publications, [language]):
        revision = item.document.published
        assert revision is not None  # noqa: S101 - `published` holds it: the state says so
        tied.append(
            TiedObject(
                uri=item.publication.work.uri,
                title=revision.title,
                kind=item.publication.kind_name,
                when=item.document.published_at,
                summary=revision.summary,
                language=item.document.language,
            )
        )
    return sorted(tied, key=lambda one: one.when or datetime.min.replace(tzinfo=UTC), reverse=True)


def sitemap() -> Iterable[tuple[str, datetime | None]]:
    documents = Document.objects.filter(
        work__publication__isnull=False,
        work__audience=Audience.PUBLIC,
        state=DocumentState.PUBLISHED,
    ).order_by("pk")
    rows = documents.values_list("work__uri", "language", "changed_at")
    for uri, language, changed in rows.iterator():
        yield f"{uri}{language}/", changed


def for_feed(publications: QuerySet[Publication], preferred: Sequence[str]) -> list[Document]:
    """The documents of a feed, with what an entry needs."""
    works = with_documents(
        Work.objects.select_related("commons__actor").prefetch_related("on_behalf_of__actor")
    )
    documents = []
    for publication in publications.prefetch_related(Prefetch("work", queryset=works)):
        document = best_of(published(publication.work.documents.all()), preferred)
        if document is not None:
            document.work = publication.work
            documents.append(document)
    return documents


def related(
    publication: Publication, access_audiences: Sequence[Audience], most: int
) -> QuerySet[Publication]:
    """Others of the same commons that share questions, sources or the series, the nearest first."""
    work = publication.work
    questions = Count("work__questions", filter=Q(work__questions__works=work), distinct=True)
    sources = Count(
        "work__citations__source",
        filter=Q(work__citations__source__citations__work=work),
        distinct=True,
    )
    same_series = Case(When(series=publication.series_id, then=2), default=0)
    near = shown(publication.commons.handle, access_audiences).exclude(pk=publication.pk)
    near = near.annotate(
        nearness=questions * 2 + sources + (same_series if publication.series_id else Value(0))
    )
    return near.filter(nearness__gt=0).order_by("-nearness", "-pk")[:most]
