"""What publications offer to letters: each text that everybody may read."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.queries import best_of, published
from gemeengoed.core.registry import Audience, BlockChoice, BlockContent, LetterBlock

from . import queries
from .models import Publication

MOST = 50


def choices(handle: str, language: str, since: datetime | None) -> Sequence[BlockChoice]:
    """Published since then, in the best language of the letter, newest last."""
    works = queries.newest(handle, [Audience.PUBLIC])
    works = works.filter(newest__gt=since) if since is not None else works
    listed = queries.listed(queries.on_page(works[:MOST]), [language])
    return [_choice(one.publication, one.document) for one in reversed(listed)]


def _choice(publication: Publication, document: Document) -> BlockChoice:
    title = document.published.title if document.published else ""
    return BlockChoice(publication.work.uri, title, document.published_at)


def content(uri: str, language: str) -> BlockContent | None:
    """Its title, kind and summary; None when not everybody may read it."""
    rows = Publication.objects.filter(
        work__uri=uri, work__audience=Audience.PUBLIC, work__newest__isnull=False
    )
    publication = queries.with_texts(rows).first()
    if publication is None:
        return None
    document = best_of(published(publication.work.documents.all()), [language])
    if document is None or document.published is None:
        return None
    return BlockContent(
        uri=uri,
        title=document.published.title,
        language=document.language,
        kind=publication.kind_name,
        summary=document.published.summary,
        moment=document.published_at,
    )


BLOCK = LetterBlock("publication", _("A publication"), choices, content)
