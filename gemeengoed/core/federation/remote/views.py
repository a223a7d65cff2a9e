"""Copies of pictures on other servers."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from ..models import RemotePicture
from . import pictures

WEEK = 604_800
TYPES = ("image/webp", "image/png")
NOT_YET = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180" viewBox="0 0 320 180">'
    b'<rect width="320" height="180" fill="#8882"/></svg>'
)
"""In place of a picture that is still to be fetched: light or dark, it is neither."""
Answer = HttpResponse | FileResponse


@require_safe
def picture(request: HttpRequest, digest: str) -> Answer:
    """The copy of a picture that something we keep names; until it is there, an empty one."""
    row = RemotePicture.objects.filter(digest=digest).first()
    if row is None or pictures.is_refused(row):
        raise Http404
    answer = _copy(request, row) if row.storage_name else None
    if answer is None:
        answer = _headed(HttpResponse(NOT_YET, content_type="image/svg+xml"), "no-store")
    pictures.looked_at(row)
    return answer


def _copy(request: HttpRequest, row: RemotePicture) -> Answer | None:
    if row.media_type not in TYPES:
        return None
    tag = f'"{row.digest[:32]}-{row.fetched:%Y%m%d%H%M%S}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponseNotModified(), f"public, max-age={WEEK}", tag)
    try:
        stored = default_storage.open(row.storage_name)
    except OSError:
        pictures.lost(row)
        return None
    whole = FileResponse(stored, content_type=row.media_type)
    return _headed(whole, f"public, max-age={WEEK}", tag)


def _headed(answer: Answer, caching: str, tag: str = "") -> Answer:
    answer.headers["Cache-Control"] = caching
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if tag:
        answer.headers["ETag"] = tag
    return answer
