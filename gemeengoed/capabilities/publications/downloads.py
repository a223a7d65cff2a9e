"""The other forms of a publication: the same rules as its page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gemeengoed.core.commons.access import enter
from gemeengoed.core.documents.models import Revision
from gemeengoed.core.renditions.views import serve

from . import views


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
    document.work.commons = access.commons
    revision.document = document
    return serve(request, revision, form, current=revision.pk == document.published_id)
