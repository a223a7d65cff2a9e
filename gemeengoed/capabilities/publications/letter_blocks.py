"""What publications offer to letters: each text that everybody may read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.documents.models import Document
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
    return contents([uri], language).get(uri)


def contents(uris: Sequence[str], language: str) -> Mapping[str, BlockContent]:
    """The same of several, by address."""
    rows = Publication.objects.filter(
        work__uri__in=uris, work__audience=Audience.PUBLIC, work__newest__isnull=False
    )
    listed = queries.listed(queries.with_texts(rows), [language])
    return {one.publication.work.uri: _content(one.publication, one.document) for one in listed}


def _content(publication: Publication, document: Document) -> BlockContent:
    published = document.published
    return BlockContent(
        uri=publication.work.uri,
        title=published.title if published else "",
        language=document.language,
        kind=publication.kind_name,
        summary=published.summary if published else "",
        moment=document.published_at,
    )


BLOCK = LetterBlock("publication", _("A publication"), choices, content, contents)
