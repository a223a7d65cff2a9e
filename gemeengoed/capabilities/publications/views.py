"""Pages for readers of publications."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.documents import feed as feeds
from gemeengoed.core.documents import metadata, translation
from gemeengoed.core.documents import queries as documents
from gemeengoed.core.documents.contents import filled
from gemeengoed.core.documents.models import Document, DocumentState, Revision
from gemeengoed.core.documents.terms import used_in
from gemeengoed.core.registry import Audience
from gemeengoed.core.renditions import listing
from gemeengoed.core.text import languages, licences

from . import kinds, queries, series_files
from .finding import find
from .models import Publication, Series

PER_PAGE = 20
IN_FEED = 30
RELATED = 3
WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Reading:
    """What the page of one publication shows to this reader. `document` is None when nothing is out."""

    access: Access
    publication: Publication
    documents: list[Document]
    document: Document | None

    @cached_property
    def published(self) -> list[Document]:
        return documents.published(self.documents)

    @cached_property
    def series_title(self) -> str:
        series = self.publication.series
        return languages.best(series.title, self.access.preferred)[1] if series else ""


def read(access: Access, slug: str, language: str | None) -> Reading:
    publication = find(access, slug)
    texts = list(
        publication.work.documents.select_related("published", "head").defer(
            "head__text", "head__html", "head__plain", "published__text", "published__plain"
        )
    )
    out = documents.published(texts)
    if language is None:
        document = documents.best_of(out, access.preferred)
    else:
        document = next((d for d in out if d.language == language), None)
    return Reading(access, publication, texts, document)


@require_safe
@kept_for_readers
def index(request: HttpRequest, handle: str) -> HttpResponse:
    access = enter(request, handle)
    page = queries.pages(access, PER_PAGE).get_page(request.GET.get("page"))
    may_write = access.may("publications.write")
    context = {
        "page_obj": page,
        "items": queries.listed(queries.on_page(page.object_list), access.preferred),
        "drafts": queries.drafts(handle) if may_write else [],
        "may_write": may_write,
        "feed_url": f"{access.commons.get_absolute_url()}publications/feed.atom",
    }
    return render(request, "publications/index.html", context)


@require_safe
@kept_for_readers
def series(request: HttpRequest, handle: str, series: str) -> HttpResponse:
    access = enter(request, handle)
    found = get_object_or_404(Series, commons=access.commons, slug=series)
    items = queries.listed(queries.in_series(found, access.audiences), access.preferred)
    context = {
        "series": found,
        "title": languages.best(found.title, access.preferred)[1],
        "description": languages.best(found.description, access.preferred)[1],
        "items": items,
        "files": series_files.offered(found, items, access.preferred),
    }
    return render(request, "publications/series.html", context)


@require_safe
@kept_for_readers
def publication(
    request: HttpRequest, handle: str, slug: str, language: str | None = None
) -> HttpResponse:
    """The text in the reader's best language, or in `language` when the address names one."""
    access = enter(request, handle)
    reading = read(access, slug, language)
    if reading.document is not None and reading.document.published is not None:
        return _page(request, reading, reading.document.published, exact=language is not None)
    withdrawn = [
        d
        for d in reading.documents
        if d.state == DocumentState.WITHDRAWN and language in (None, d.language)
    ]
    if withdrawn:
        context = {"reading": reading, "withdrawn": withdrawn}
        return render(request, "publications/withdrawn.html", context, status=410)
    if access.may("publications.write"):
        return render(request, "publications/not_yet.html", {"reading": reading})
    raise Http404


@require_safe
@kept_for_readers
def version(
    request: HttpRequest, handle: str, slug: str, language: str, version: int
) -> HttpResponse:
    """The permanent address of one version; withdrawn texts are withdrawn in all their versions."""
    access = enter(request, handle)
    reading = read(access, slug, language)
    if reading.document is None:
        return publication(request, handle, slug, language)
    revision = get_object_or_404(Revision, document=reading.document, version=version)
    revision.document = reading.document
    return _page(request, reading, filled(revision), exact=True)


def _page(
    request: HttpRequest, reading: Reading, revision: Revision, *, exact: bool
) -> HttpResponse:
    """`exact`: the address named this language, so the reader need not be told of it."""
    document = reading.document
    assert document is not None  # noqa: S101 - both callers looked
    byline = metadata.byline(document, revision)
    kind = kinds.schema_type(reading.publication)
    publisher = reading.access.commons.name
    document.work = reading.publication.work
    forms = listing.forms_of(document, revision)
    described = metadata.describe(
        document, revision, byline, kind, publisher, listing.encodings(forms)
    )
    context = {
        "reading": reading,
        "exact": exact,
        "document": document,
        "revision": revision,
        "minutes": max(1, round(revision.words / WORDS_A_MINUTE)),
        "byline": byline,
        "described": described,
        "forms": forms,
        "terms": used_in(revision.html, reading.access.commons, reading.access.preferred),
        "citations": documents.sources_of(reading.publication.work),
        "licence": licences.describe(reading.publication.work.licence),
        "contents": [(hid, text) for level, hid, text in revision.headings if level == 2],
        "questions": _questions(reading),
        "related": _related(reading),
        "newer": translation.newer_for_readers(reading.documents, document),
        "feed_url": f"{reading.access.commons.get_absolute_url()}publications/feed.atom",
    }
    return render(request, "publications/publication.html", context)


def _related(reading: Reading) -> list[queries.Listed]:
    near = queries.related(reading.publication, reading.access.audiences, RELATED)
    return queries.listed(near, reading.access.preferred)


def _questions(reading: Reading) -> list[tuple[str, str]]:
    return [
        (question.slug, languages.best(question.text, reading.access.preferred)[1])
        for question in reading.publication.work.questions.all()
    ]


def _text_pages(request: HttpRequest, handle: str, slug: str, language: str) -> str:
    """Where the core's own pages about this text stand. Raises Http404 for who may not know of it."""
    access = enter(request, handle)
    document = get_object_or_404(Document, work=find(access, slug).work, language=language)
    if document.state != DocumentState.PUBLISHED and not access.may("publications.write"):
        raise Http404
    return f"{access.commons.get_absolute_url()}texts/{document.pk}/"


@require_safe
def history(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    pages = _text_pages(request, handle, slug, language)
    return redirect(f"{pages}history/", permanent=True)


@require_safe
def compare(
    request: HttpRequest, handle: str, slug: str, language: str, old: str, new: str
) -> HttpResponse:
    pages = _text_pages(request, handle, slug, language)
    return redirect(f"{pages}compare/{int(old)}..{int(new)}/", permanent=True)


@require_safe
@kept_for_readers
def feed(request: HttpRequest, handle: str) -> HttpResponse:
    """Newest first; one entry per publication, in the language that the reader's program asks for."""
    access = enter(request, handle)
    home = f"{access.commons.get_absolute_url()}publications/"
    newest = queries.newest(handle, [Audience.PUBLIC])[:IN_FEED]
    return feeds.atom(
        title=_("%(name)s: publications") % {"name": access.commons.name},
        path=f"{home}feed.atom",
        home=home,
        language=access.preferred[0],
        licence_url=licences.describe(access.commons.licence).url,
        documents=queries.for_feed(newest, access.preferred),
    )
