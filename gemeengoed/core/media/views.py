"""Serving stored files: only names made of a hash, only types of the list below."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from .storing import NAME

TYPES = {
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
}
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
YEAR = 31_536_000


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """The file of that name; it never changes, for its name is the hash of what it holds."""
    match = NAME.fullmatch(path)
    if (
        match is None or match["ext"] not in TYPES
    ):  # pages and PDFs have a guarded page of their own
        raise Http404
    tag = f'"{path.rpartition("/")[2]}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponseNotModified(), tag, match["ext"])
    try:
        stored = default_storage.open(path)
    except OSError as error:
        raise Http404 from error
    return _headed(FileResponse(stored, content_type=TYPES[match["ext"]]), tag, match["ext"])


def _headed(
    response: HttpResponse | FileResponse, tag: str, ext: str
) -> HttpResponse | FileResponse:
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = DRAWING if ext == "svg" else "default-src 'none'"
    return response
