"""Views that need no database: emblems as files."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gemeengoed.core.ui.cover import cover_svg
from gemeengoed.core.ui.emblem import Shape, emblem_svg
from gemeengoed.core.ui.emblem_picture import cover_png, emblem_png

_SHAPES: dict[str, Shape] = {"square": "square", "banner": "banner", "cover": "cover"}
_CACHE = "public, max-age=31536000, stale-while-revalidate=31536000"
_FAVICON_FIELD = "gemeengoed"


@require_safe
def emblem(request: HttpRequest, handle: str) -> HttpResponse:
    """The emblem of a handle as SVG; `?shape=banner` or `?shape=cover` for the other forms.

    `?part=<slug>` shows the part of the field that belongs to one publication; `?shape=cover` with
    `?number=2` as well is its cover.
    """
    shape = _SHAPES.get(request.GET.get("shape", ""), "square")
    part = request.GET.get("part", "")[:200]
    number = request.GET.get("number", "")
    if shape == "cover" and part and number.isascii() and number.isdecimal():
        return _svg(request, cover_svg(handle, part=part, number=int(number[:3])))
    return _svg(request, emblem_svg(handle, shape=shape, part=part))


@require_safe
def emblem_picture(request: HttpRequest, handle: str) -> HttpResponse:
    """The emblem as PNG, for mail; with `?part=<slug>` the cover of one text, for other servers, with
    `&number=2` as well where it has one."""
    part = request.GET.get("part", "")[:200]
    if not part:
        return _kept(request, emblem_png(handle), "image/png")
    number = request.GET.get("number", "")
    numbered = int(number[:3]) if number.isascii() and number.isdecimal() else 0
    return _kept(request, cover_png(handle, part, numbered), "image/png")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The instance's own little field."""
    return _svg(request, emblem_svg(_FAVICON_FIELD, title="Gemeengoed"))


def _svg(request: HttpRequest, svg: str) -> HttpResponse:
    return _kept(request, svg.encode(), "image/svg+xml")


def _kept(request: HttpRequest, drawing: bytes, media_type: str) -> HttpResponse:
    """A year in every cache, and 304 for who asks again: the drawing follows from the handle."""
    tag = f'"{hashlib.blake2b(drawing, digest_size=8).hexdigest()}"'
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponse(b"" if same else drawing, status=304 if same else 200)
    response.headers["Content-Type"] = media_type
    response.headers["Cache-Control"] = _CACHE
    response.headers["ETag"] = tag
    return response
