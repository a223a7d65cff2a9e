"""The other forms of a publication: the same rules as its page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gemeengoed.core.commons.access import enter
from gemeengoed.core.documents.models import Revision
from gemeengoed.core.renditions.serving import serve

from . import series_files, views
from .models import Series


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
def series_bundle(request: HttpRequest, handle: str, series: str) -> HttpResponseBase:
    """`series/<slug>.zip`."""
    access = enter(request, handle)
    found = get_object_or_404(Series, commons=access.commons, slug=series)
    return series_files.bundle(request, access, found)


@require_safe
def series_volume(
    request: HttpRequest, handle: str, series: str, language: str | None = None
) -> HttpResponseBase:
    """`series/<slug>.epub` in the reader's best language, `series/<slug>/nl.epub` in that one."""
    access = enter(request, handle)
    found = get_object_or_404(Series, commons=access.commons, slug=series)
    return series_files.volume(request, access, found, language)
