"""Atom feeds (RFC 4287) of published texts."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from gemeengoed.core.text.xml import allowed

from . import metadata
from .models import Document


def atom(
    *,
    title: str,
    path: str,
    home: str,
    language: str,
    licence_url: str,
    documents: Iterable[Document],
) -> HttpResponse:
    """A feed at `path` of `documents` with their published revision and work, newest first."""
    feed = Atom1Feed(
        title=allowed(title),
        link=settings.BASE_URL + home,
        description="",
        language=language,
        feed_url=settings.BASE_URL + path,
        feed_copyright=licence_url,
    )
    listed = list(documents)
    bylines = metadata.bylines(listed)
    for document in listed:
        _add(feed, document, bylines[document.pk])
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _add(feed: Atom1Feed, document: Document, byline: metadata.Byline) -> None:
    revision = document.published
    if revision is None:
        return
    link = f"{settings.BASE_URL}{document.work.uri}{document.language}/"
    feed.add_item(
        title=allowed(revision.title),
        link=link,
        # Django writes summaries as type="html": what was typed is text, and escaped it stays that.
        description=escape(allowed(revision.summary)),
        author_name=allowed(", ".join(byline.names) or document.work.commons.name),
        unique_id=link,
        pubdate=document.published_at,
        updateddate=document.changed_at,
    )
