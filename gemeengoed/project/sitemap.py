"""sitemap.xml from what the capabilities declare, and robots.txt (sitemaps.org, RFC 9309)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from gemeengoed.core import registry

MOST = 50_000
"""Addresses in one sitemap file, by its protocol."""


def _addresses() -> Iterator[tuple[str, datetime | None]]:
    for capability in registry.capabilities():
        if capability.sitemap:
            yield from capability.sitemap.paths()


def _lines() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for path, changed in islice(_addresses(), MOST):
        stamp = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(settings.BASE_URL + path)}</loc>{stamp}</url>\n"
    yield "</urlset>\n"


def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_lines(), content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /settings/", "Disallow: /search/"]
    lines.append(f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
