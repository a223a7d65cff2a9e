"""sitemap.xml from what the capabilities declare, and robots.txt (sitemaps.org, RFC 9309)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from math import ceil
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from gemeengoed.core import registry
from gemeengoed.core.commons import queries as commons

MOST = 50_000
"""Addresses in one sitemap file, by its protocol."""
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _addresses() -> Iterator[tuple[str, datetime | None]]:
    for capability in registry.capabilities():
        if capability.sitemap:
            off = set() if capability.built_in else set(commons.without_section(capability.slug))
            for path, changed in capability.sitemap.paths():
                if path.removeprefix("/@").partition("/")[0] not in off:
                    yield path, changed


def _lines(addresses: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    yield f'{DECLARATION}<urlset xmlns="{NAMESPACE}">\n'
    for path, changed in islice(addresses, MOST):
        stamp = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(settings.BASE_URL + path)}</loc>{stamp}</url>\n"
    yield "</urlset>\n"


def _index(parts: int) -> Iterator[str]:
    yield f'{DECLARATION}<sitemapindex xmlns="{NAMESPACE}">\n'
    for part in range(1, parts + 1):
        yield f"<sitemap><loc>{settings.BASE_URL}/sitemap-{part}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """All addresses, or, when there are more than one file may hold, the list of its parts."""
    count = sum(1 for _address in _addresses())
    lines = _lines(_addresses()) if count <= MOST else _index(ceil(count / MOST))
    return StreamingHttpResponse(lines, content_type="application/xml")


def part(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """`sitemap-<number>.xml`, counted from 1."""
    if not 1 <= number <= MOST:
        raise Http404
    rest = islice(_addresses(), (number - 1) * MOST, None)
    first = next(rest, None)
    if first is None:
        raise Http404
    return StreamingHttpResponse(_lines(chain([first], rest)), content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /settings/", "Disallow: /search/"]
    lines.append(f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
