"""The other forms of a publication: the same rules as its page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.documents.models import Revision
from gemeengoed.core.renditions import bundles
from gemeengoed.core.renditions.serving import not_yet, serve
from gemeengoed.core.text import languages

from . import queries, views
from .models import Series
from .queries import Listed
from .templatetags.publications import place


@require_safe
def text(
    request: HttpRequest,
    handle: str,
    slug: str,
    form: str,
    language: str | None = None,
    version: str | None = None,
) -> HttpResponseBase:
    """`<slug>.pdf` in the reader's best language, `<slug>/nl.pdf`, and `<slug>/nl/3.pdf` for ever.

    A withdrawn text is withdrawn in all its forms: 410 with the reason.
    """
    access = enter(request, handle)
    reading = views.read(access, slug, language)
    document = reading.document
    if document is None or document.published is None:
        return views.publication(request, handle, slug, language)
    revision = document.published
    if version is not None:
        revision = get_object_or_404(Revision, document=document, version=version)
    document.work = reading.publication.work
    revision.document = document
    return serve(request, revision, form, current=revision.pk == document.published_id)


@require_safe
def series(request: HttpRequest, handle: str, series: str) -> HttpResponseBase:
    """`series/<slug>.zip`: every part that this reader may see, in their best language, as PDF and EPUB."""
    access = enter(request, handle)
    found = get_object_or_404(Series, commons=access.commons, slug=series)
    listed = queries.listed(queries.in_series(found, access.audiences), access.preferred)
    if not listed:
        raise Http404
    title = languages.best(found.title, access.preferred)[1]
    data = bundles.bundle(title, get_language() or "en", [_part(item, access) for item in listed])
    if data is None:
        return not_yet(request, title, "ZIP", f"{access.commons.get_absolute_url()}publications/")
    headers = {
        "Content-Disposition": f'attachment; filename="{found.slug}.zip"',
        "Cache-Control": "no-cache",
    }
    return HttpResponse(data, content_type="application/zip", headers=headers)


def _part(item: Listed, access: Access) -> bundles.Part:
    revision = item.document.published
    assert revision is not None  # noqa: S101 - only published ones are listed
    revision.document = item.document
    item.document.work = item.publication.work
    item.document.work.commons = access.commons
    return bundles.Part(revision, place(item.publication))
