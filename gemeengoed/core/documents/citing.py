"""Who cites what, for the sources below: they know their readers only through this."""

from django.db.models import Q, QuerySet

from gemeengoed.core import registry
from gemeengoed.core.commons.access import Access
from gemeengoed.core.registry import TiedObject
from gemeengoed.core.sources.models import Source
from gemeengoed.core.sources.ties import Ties

from .models import Citation, Document, DocumentState, TermUse, Work
from .queries import best_of, published, visible_works, with_documents

MOST = 100
"""Texts that are listed under one source or term."""


def citing(source: Source, access: Access) -> list[TiedObject]:
    """Texts that rest on `source`: those that are out, and drafts for who may write them."""
    works = visible_works(access.audiences).filter(citations__source=source)
    return _tied(works, access)


def using(slug: str, access: Access) -> list[TiedObject]:
    """Published texts that link to the term."""
    uses = TermUse.objects.filter(slug=slug).values("document__work")
    works = visible_works(access.audiences).filter(commons=access.commons, pk__in=uses)
    return _tied(works, access)


def is_cited(source: Source) -> bool:
    return source.citations.exists()


def move(gone: Source, kept: Source) -> None:
    """Texts that cite `gone` cite `kept` instead, each once."""
    already = Citation.objects.filter(source=kept).values("work")
    Citation.objects.filter(source=gone).filter(~Q(work__in=already)).update(source=kept)
    Citation.objects.filter(source=gone).delete()


def _tied(works: QuerySet[Work], access: Access) -> list[TiedObject]:
    found = []
    for work in with_documents(works.order_by("-pk"))[:MOST]:
        kind = registry.document_kind(work.object_type)
        may_write = kind is not None and access.may(kind.write)
        documents = list(work.documents.all())
        shown = best_of(published(documents) or (documents if may_write else []), access.preferred)
        if shown is not None:
            found.append(_one(shown, work))
    return found


def _one(document: Document, work: Work) -> TiedObject:
    out = document.state == DocumentState.PUBLISHED
    revision = document.published if out else document.head
    return TiedObject(
        uri=work.uri if out else f"{work.uri}{document.language}/write/",
        title=revision.title if revision else "",
        kind="" if out else document.get_state_display(),
        when=document.published_at if out else None,
        language=document.language,
    )


TIES = Ties(citing=citing, using=using, is_cited=is_cited, move=move)
