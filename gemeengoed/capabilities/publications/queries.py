"""Reads of publications worth a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import F, Prefetch, QuerySet

from gemeengoed.core.actors.kept import kept
from gemeengoed.core.commons.access import Access
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document, DocumentState, Work
from gemeengoed.core.documents.queries import best_of, published, with_revisions
from gemeengoed.core.registry import Audience, Standing, TiedObject

from .models import OBJECT_TYPE, Publication, Series


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
    """With works, series, kinds, texts and shown revisions: two queries, whatever the number."""
    joined = publications.select_related("work", "series", "own_kind")
    return joined.prefetch_related(Prefetch("work__documents", queryset=with_revisions()))


def shown(handle: str, audiences: Sequence[Audience]) -> QuerySet[Publication]:
    """Published ones, in no order, for somebody with `audiences`."""
    return Publication.objects.filter(work__in=_out(handle, audiences))


def newest(handle: str, audiences: Sequence[Audience]) -> QuerySet[Work]:
    """The works of what `shown` gives, newest first, as an index holds them: take a slice of it to
    `on_page`, so that no more than that slice is read."""
    return _out(handle, audiences).order_by("-newest", "-pk")


def _out(handle: str, audiences: Sequence[Audience]) -> QuerySet[Work]:
    # Not a join: PostgreSQL would not know that there is one commons, and would sort all its works.
    home = Commons.objects.filter(actor__handle=handle).values("pk")
    seen = [str(one) for one in audiences]
    works = Work.objects.filter(newest__isnull=False, object_type=OBJECT_TYPE, audience__in=seen)
    return works.filter(commons=home[:1])


def pages(access: Access, per_page: int) -> "Paginator[Work]":
    """What this reader may see, newest first, in pages; counted once after each change."""
    found = newest(access.commons.handle, access.audiences)
    paginator = Paginator(found, per_page)
    name = f"publications-{access.role}"
    paginator.count = kept(access.commons.actor, name, found.count)
    return paginator


def on_page(works: Any) -> QuerySet[Publication]:
    """What a slice of `newest` (a query of works) holds, with texts and in that order."""
    found = Publication.objects.filter(work__in=works.values("pk"))
    return with_texts(found).order_by("-work__newest", "-work")


def in_series(series: Series, audiences: Sequence[Audience]) -> QuerySet[Publication]:
    """The parts that are out, with texts and in their order; those without a number last."""
    seen = [str(one) for one in audiences]
    parts = series.publications.filter(work__newest__isnull=False, work__audience__in=seen)
    return with_texts(parts).order_by(F("number").asc(nulls_last=True), "pk")


def listed(publications: Iterable[Publication], preferred: Sequence[str]) -> list[Listed]:
    """Each publication (`with_texts`) once, in the reader's best language."""
    result = []
    for publication in publications:
        document = best_of(published(publication.work.documents.all()), preferred)
        if document is not None:
            result.append(Listed(publication, document))
    return result


def stands_at(uris: Sequence[str], language: str) -> Mapping[str, Standing]:
    """As `registry.Capability.stands_at`: the texts at those addresses, also those being written."""
    rows = Publication.objects.filter(work__uri__in=uris)
    found = {one.work.uri: _standing(one, language) for one in with_texts(rows)}
    return {uri: one for uri, one in found.items() if one is not None}


def _standing(publication: Publication, language: str) -> Standing | None:
    documents = publication.work.documents.all()
    is_out = bool(published(documents))
    document = best_of(published(documents) if is_out else documents, [language])
    shown = (document.published or document.head) if document else None
    audience = Audience(publication.work.audience) if is_out else Audience.EDITORS
    return Standing(shown.title, audience) if shown else None


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


@dataclass(frozen=True)
class TiedTexts:
    """Of `works`, newest first, the slice that is asked for, in the reader's language."""

    works: QuerySet[Work]
    language: str

    def __len__(self) -> int:
        return self.works.count()

    def __getitem__(self, part: slice) -> list[TiedObject]:
        return _tied(on_page(self.works[part]), self.language)


def tied_to_question(question_id: int, language: str) -> TiedTexts:
    works = Work.objects.filter(
        questions=question_id,
        object_type=OBJECT_TYPE,
        audience=Audience.PUBLIC,
        newest__isnull=False,
    )
    return TiedTexts(works.order_by("-newest", "-pk"), language)


def latest(handle: str, language: str, most: int) -> list[TiedObject]:
    return _tied(on_page(newest(handle, [Audience.PUBLIC])[:most]), language)


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


def for_feed(works: QuerySet[Work], preferred: Sequence[str]) -> list[Document]:
    """The documents of a feed, with what an entry needs."""
    found = on_page(works).select_related("work__commons__actor")
    found = found.prefetch_related("work__on_behalf_of__actor")
    return [item.document for item in listed(found, preferred)]


LOOKED_AT = 500
"""Ties of one sort, the newest, that related reading is chosen from."""
# +id: sorted, not walked along, which for a tie that few share would read all there are. CROSS JOIN: SQLite
# then begins with the ties, of which it cannot know that they are few.
_NEAREST = f"""
    WITH asked AS (
        SELECT work_id, 2 AS points FROM documents_work_questions WHERE question_id IN
            (SELECT question_id FROM documents_work_questions WHERE work_id = %s)
        ORDER BY +id DESC LIMIT {LOOKED_AT}
    ), cited AS (
        SELECT work_id, 1 AS points FROM documents_citation WHERE source_id IN
            (SELECT source_id FROM documents_citation WHERE work_id = %s)
        ORDER BY +id DESC LIMIT {LOOKED_AT}
    ), beside AS (
        SELECT work_id, 2 AS points FROM publications_publication WHERE series_id = %s
        ORDER BY +id DESC LIMIT {LOOKED_AT}
    )
    SELECT work.id FROM (
        SELECT * FROM asked UNION ALL SELECT * FROM cited UNION ALL SELECT * FROM beside
    ) AS tie CROSS JOIN documents_work AS work
    WHERE work.id = tie.work_id AND work.id <> %s AND work.commons_id = %s AND work.object_type = %s
        AND work.newest IS NOT NULL AND work.audience IN ({{audiences}})
    GROUP BY work.id ORDER BY SUM(tie.points) DESC, work.id DESC LIMIT %s
"""  # noqa: S608 - only a number of ours is pasted in


def related(
    publication: Publication, audiences: Sequence[Audience], most: int
) -> list[Publication]:
    """Others of the same commons that share questions, sources or the series, the nearest first, with
    texts. It looks at so many ties at most, so that a question that thousands answer costs no more."""
    work = publication.work_id
    sql = _NEAREST.format(audiences=", ".join(["%s"] * len(audiences)))
    within: list[Any] = [work, publication.commons_id, OBJECT_TYPE, *map(str, audiences), most]
    with connection.cursor() as cursor:
        cursor.execute(sql, [work, work, publication.series_id, *within])
        nearest = [pk for (pk,) in cursor.fetchall()]
    found = with_texts(Publication.objects.filter(work__in=nearest)) if nearest else []
    return sorted(found, key=lambda one: nearest.index(one.work_id))
