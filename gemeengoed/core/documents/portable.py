"""Texts on their way to another server: works, their figures, languages and every revision.

HTML stays behind: what readers see is rendered anew where it arrives.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q

from gemeengoed.core.database.paging import in_pages
from gemeengoed.core.portable import Arrival, BadRow, Departure, Portable, Row, fields, values
from gemeengoed.core.text import markdown

from . import newest, rendering, terms
from .contents import texts_from
from .models import Citation, Document, DocumentState, Figure, Revision, Work

WORK = ("object_type", "licence", "audience", "created")
DOCUMENT = (
    "language", "state", "published_at", "changed_at", "withdrawn_at", "withdrawn_reason",
)  # fmt: skip
REVISION = (
    "number", "version", "title", "summary", "reason", "licence", "merged_with", "follows_language",
    "follows_number", "created", "published_at", "words",
)  # fmt: skip
AT_ONCE = 500


def _of(departure: Departure) -> Any:
    return Work.objects.filter(commons__actor__handle=departure.handle).order_by("pk")


def _works(departure: Departure) -> Iterable[Row]:
    works = _of(departure).prefetch_related("questions", "on_behalf_of", "citations", "figures")
    for work in works.iterator(chunk_size=AT_ONCE):
        yield {
            "name": departure.below(work.uri),
            **values(work, *WORK),
            "questions": [question.slug for question in work.questions.all()],
            "on_behalf_of": [departure.organisation(one.pk) for one in work.on_behalf_of.all()],
            "sources": [citation.source_id for citation in work.citations.all()],
            "figures": [
                {**values(one, "name", "language"), "file": departure.file(one.file_id)}
                for one in work.figures.all()
            ],
        }


def _bring_works(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        below = row["name"]
        if not isinstance(below, str) or below.startswith("/") or ".." in below:
            raise BadRow(f"{below!r} cannot be an address below the commons")
        work = Work.objects.create(
            commons_id=arrival.commons, uri=arrival.address(below), **fields(Work, row, *WORK)
        )
        arrival.found["work", below] = work.pk
        work.questions.set([arrival.key("question", slug) for slug in row["questions"]])
        signing = map(arrival.organisation, row["on_behalf_of"])
        work.on_behalf_of.set([pk for pk in signing if pk is not None])
        _bring_citations(arrival, work, row["sources"])
        _bring_figures(arrival, work, row["figures"])


def _bring_citations(arrival: Arrival, work: Work, sources: list[Any]) -> None:
    Citation.objects.bulk_create(
        Citation(work=work, source_id=arrival.key("source", name), position=position)
        for position, name in enumerate(sources)
    )


def _bring_figures(arrival: Arrival, work: Work, figures: list[Row]) -> None:
    for row in figures:
        file = arrival.file(row["file"])
        if file is None:
            raise BadRow(f"the picture {row.get('name')!r} of {work.uri} is not in the archive")
        Figure.objects.create(work=work, file_id=file, **fields(Figure, row, "name", "language"))


def _documents(departure: Departure) -> Iterable[Row]:
    documents = Document.objects.filter(work__in=_of(departure)).select_related(
        "work", "head", "published"
    )
    for document in documents.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "work": departure.below(document.work.uri),
            **values(document, *DOCUMENT),
            "head": document.head.number if document.head else None,
            "published": document.published.number if document.published else None,
        }


def _bring_documents(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        document = Document.objects.create(
            work_id=arrival.key("work", row["work"]), **fields(Document, row, *DOCUMENT)
        )
        arrival.found["document", (row["work"], document.language)] = document.pk
        for which in ("head", "published"):
            if row[which]:
                arrival.found["shown", (document.pk, row[which], which)] = document.pk
    newest.keep(Work.objects.filter(commons=arrival.commons))


def _revisions(departure: Departure) -> Iterable[Row]:
    documents = Document.objects.filter(work__in=_of(departure)).select_related("work")
    for document in documents.order_by("pk").iterator(chunk_size=AT_ONCE):
        texts = texts_from(document.pk, 1, _last_number(document))
        shown = {document.head_id, document.published_id}
        for revision in document.revisions.defer("text", "html", "plain", "packed").order_by(
            "number"
        ):
            yield {
                "work": departure.below(document.work.uri),
                "language": document.language,
                **values(revision, *REVISION),
                "text": texts[revision.number],
                "author": departure.person(revision.author_id),
                "shown": revision.pk in shown,
            }


def _last_number(document: Document) -> int:
    return document.revisions.values_list("number", flat=True).first() or 0


def _bring_revisions(arrival: Arrival, rows: Iterator[Row]) -> None:
    batch: list[Revision] = []
    for row in rows:
        key = arrival.key("document", (row["work"], row["language"]))
        text = row["text"]
        if not isinstance(text, str) or len(text.encode()) > markdown.MAX_BYTES:
            raise BadRow(f"revision {row.get('number')} of {row['work']} is no text, or too long")
        batch.append(
            Revision(
                document_id=key,
                text=text,
                author_id=arrival.person(row["author"]),
                **fields(Revision, row, *REVISION),
            )
        )
        if len(batch) == AT_ONCE:
            _store(arrival, batch)
            batch = []
    _store(arrival, batch)


def _store(arrival: Arrival, batch: list[Revision]) -> None:
    for revision in Revision.objects.bulk_create(batch):
        for which in ("head", "published"):
            if ("shown", (revision.document_id, revision.number, which)) in arrival.found:
                shown = {which: revision}
                Document.objects.filter(pk=revision.document_id).update(**shown)


def _render_shown(commons: int) -> None:
    """HTML and words of what readers or writers see; the rest is packed by the sweep."""
    shown = Q(head_of__isnull=False) | Q(published_as__isnull=False)
    waiting = Revision.objects.filter(shown, document__work__commons=commons, html="", packed=None)
    with_commons = waiting.select_related("document__work__commons__actor").distinct()
    for revision in in_pages(with_commons, AT_ONCE):
        document = revision.document
        rendered = rendering.rendered(document.work, document.language, revision.text)
        with transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(
                html=rendered.html,
                plain=rendered.plain,
                headings=[[h.level, h.id, h.text] for h in rendered.headings],
            )
            if document.state == DocumentState.PUBLISHED and revision.pk == document.published_id:
                terms.keep_uses(document, rendered.html)


PORTABLE = (
    Portable("works", _works, _bring_works),
    Portable("documents", _documents, _bring_documents),
    Portable("revisions", _revisions, _bring_revisions, finish=_render_shown),
)
