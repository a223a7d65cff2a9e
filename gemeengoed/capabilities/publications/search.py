"""What search keeps of a publication: one entry per published language."""

from collections.abc import Iterable

from django.utils.translation import override

from gemeengoed.core.documents.models import Document, DocumentState
from gemeengoed.core.registry import Audience, SearchEntry

from .models import Publication


def entries(uri: str) -> list[SearchEntry]:
    """What may now be found of the publication at `uri`; nothing when it is withdrawn or gone."""
    documents = Document.objects.filter(
        work__uri=uri, work__publication__isnull=False, state=DocumentState.PUBLISHED
    ).select_related(
        "published", "work__publication__commons__actor", "work__publication__own_kind"
    )
    return [_entry(document) for document in documents]


def _entry(document: Document) -> SearchEntry:
    publication: Publication = document.work.publication
    revision = document.published
    title, summary, plain = (
        (revision.title, revision.summary, revision.plain) if revision else ("", "", "")
    )
    return SearchEntry(
        uri=document.work.uri,
        language=document.language,
        title=title,
        text=f"{summary}\n\n{plain}",
        audience=Audience(document.work.audience),
        commons=publication.commons.handle,
        kind=_name_of_kind(publication),
        published=document.published_at,
    )


def _name_of_kind(publication: Publication) -> str:
    # Stored in the source language; whoever shows it translates it for the reader.
    with override("en"):
        return publication.kind_name


def all_uris() -> Iterable[str]:
    return Publication.objects.order_by("pk").values_list("work__uri", flat=True).iterator()
