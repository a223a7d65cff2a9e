"""A series as one file: a zip with the forms of each part, and an e-book in each language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from gemeengoed.core.commons.access import Access
from gemeengoed.core.documents.models import Revision
from gemeengoed.core.renditions import bundles, volumes
from gemeengoed.core.renditions.listing import TYPES
from gemeengoed.core.renditions.models import Form
from gemeengoed.core.renditions.serving import not_yet
from gemeengoed.core.text import languages

from . import queries
from .models import Series
from .queries import Listed
from .templatetags.publications import place

ZIP, EPUB = "zip", str(Form.EPUB)


@dataclass(frozen=True)
class Offered:
    """One file of a series: its path; `language` is empty for the zip, which holds each part in the reader's
    best."""

    form: str
    address: str
    type: str
    language: str = ""


def page_of(series: Series) -> str:
    """The path of its page."""
    return f"{series.commons.get_absolute_url()}publications/series/{series.slug}/"


def offered(series: Series, items: Sequence[Listed], preferred: Sequence[str]) -> list[Offered]:
    """The files of a series of which a reader sees `items`: e-books first, the best language foremost."""
    page = page_of(series)
    books = [
        Offered(EPUB, f"{page}{language}.epub", TYPES[Form.EPUB], language)
        for language in _languages(items, preferred)
    ]
    bundle = Offered(ZIP, f"{page.rstrip('/')}.zip", "application/zip")
    return [*books, bundle] if items else []


def _languages(items: Sequence[Listed], preferred: Sequence[str]) -> list[str]:
    """Those in which a part is out."""
    found = {item.document.language for item in items}
    found |= {language for item in items for language in item.others}
    best = languages.lookup(sorted(found), preferred)
    return sorted(found, key=lambda language: (language != best, language))


def bundle(request: HttpRequest, access: Access, series: Series) -> HttpResponseBase:
    """Every part that this reader may see, in their best language, as PDF and EPUB."""
    listed = _listed(access, series, access.preferred)
    title = languages.best(series.title, access.preferred)[1]
    parts = [bundles.Part(_revision(item, access), place(item.publication)) for item in listed]
    data = bundles.bundle(title, get_language() or "en", parts)
    if data is None:
        return not_yet(request, title, "ZIP", page_of(series))
    headers = {
        "Content-Disposition": f'attachment; filename="{series.slug}.zip"',
        "Cache-Control": "no-cache",
    }
    return HttpResponse(data, content_type="application/zip", headers=headers)


def volume(
    request: HttpRequest, access: Access, series: Series, language: str | None = None
) -> HttpResponseBase:
    """Every part that this reader may see as one e-book, in `language` or else in the reader's best; a part
    that is not out in it stands in the one it has."""
    known = _languages(_listed(access, series, access.preferred), access.preferred)
    if language is not None and language not in known:
        raise Http404
    chosen = language or known[0]
    # The same for every reader of this language: not what else they like to read.
    wanted = [chosen, *(code for code, _name in settings.LANGUAGES)]
    whole = volumes.Series(
        commons=access.commons,
        slug=series.slug,
        language=chosen,
        title=languages.best(series.title, wanted)[1],
        summary=languages.best(series.description, wanted)[1],
        page=page_of(series),
        revisions=[_revision(item, access) for item in _listed(access, series, wanted)],
    )
    return volumes.serve(request, whole)


def _listed(access: Access, series: Series, preferred: Sequence[str]) -> list[Listed]:
    """Raises Http404 when nothing of it is out for this reader."""
    listed = queries.listed(queries.in_series(series, access.audiences), preferred)
    if not listed:
        raise Http404
    return listed


def _revision(item: Listed, access: Access) -> Revision:
    revision = item.document.published
    assert revision is not None  # noqa: S101 - only published ones are listed
    revision.document = item.document
    item.document.work = item.publication.work
    item.document.work.commons = access.commons
    return revision
