"""A whole series as one e-book, bound of the EPUBs of its parts.

The file stands in the store under the hash of all that it is bound of, and no row refers to it: another
version of a part, another part or another order is another file. The sweep of loose files lets it go after a
day; whoever asks then has it bound again.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from urllib.parse import quote
from zipfile import is_zipfile

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Revision
from gemeengoed.core.media.storing import put
from gemeengoed.core.text.markdown import Tree
from gemeengoed.core.text.writers import epub
from gemeengoed.core.text.writers.model import Manuscript
from gemeengoed.core.ui.cover import cover_svg

from . import gathering, manuscript, storing
from .listing import TYPES
from .making import cover_of
from .models import RENDERER, Form, Rendition
from .serving import not_yet

MOST_ON_COVER = 3
"""Names of authors; those of more stand on the title page alone."""


@dataclass(frozen=True)
class Series:
    """What readers may see of a series now, in one language: its words, the path of its page, and the
    revisions in their order, each with its document and work."""

    commons: Commons
    slug: str
    language: str
    title: str
    summary: str
    page: str
    revisions: Sequence[Revision]


def serve(request: HttpRequest, series: Series) -> HttpResponseBase:
    """The file; 202 while the EPUB of a part is being made, 503 when one could not be made."""
    gathered = gathering.gather(series.revisions, [(Form.EPUB, "")])
    if gathered.missing or gathered.failed:
        return _not_yet(request, series, failed=bool(gathered.failed))
    rows = list(gathered.rows.values())
    digest = _digest(series, rows)
    headers = _headers(series, digest)
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    stored = _stored(storing.name_of(digest, Form.EPUB), series, rows)
    if stored is None:
        return _not_yet(request, series)
    return FileResponse(
        stored,
        as_attachment=True,
        filename=f"{series.slug}-{series.language}.epub",
        content_type=TYPES[Form.EPUB],
        headers=headers,
    )


def _stored(name: str, series: Series, rows: Sequence[Rendition]) -> File | None:
    """The file, bound now unless it is there; None when that of a part is gone."""
    with suppress(OSError):
        kept = default_storage.open(name)
        if is_zipfile(kept):  # else half a file, left by a crash
            kept.seek(0)
            return kept
    data = _bound(series, rows)
    if data is None:
        return None
    put(name, data)
    return default_storage.open(name)


def _not_yet(request: HttpRequest, series: Series, *, failed: bool = False) -> HttpResponseBase:
    return not_yet(request, series.title, str(Form.EPUB.label), series.page, failed=failed)


def _headers(series: Series, digest: str) -> dict[str, str]:
    return {
        "ETag": f'"{digest[:32]}"',
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Language": series.language,
        "Content-Security-Policy": "default-src 'none'",
        "Link": f'<{quote(settings.BASE_URL + series.page, safe=":/")}>; rel="canonical"',
    }


def _digest(series: Series, rows: Sequence[Rendition]) -> str:
    bound_of = [RENDERER, asdict(_volume(series)), [row.sha256 for row in rows]]
    return sha256(json.dumps(bound_of).encode()).hexdigest()


def _volume(series: Series) -> epub.Volume:
    with translation.override(manuscript.interface(series.language)):
        publisher = series.commons.name
    return epub.Volume(
        title=series.title,
        language=series.language,
        summary=series.summary,
        publisher=publisher,
        address=settings.BASE_URL + series.page,
        cover=str(cover_svg(series.commons.handle, part=series.slug)),
    )


def _bound(series: Series, rows: Sequence[Rendition]) -> bytes | None:
    files = [gathering.read(row) for row in rows]
    books = [epub.open_book(data) for data in files if data is not None]
    if len(books) < len(files):
        return None
    volume = _volume(series)
    with translation.override(manuscript.interface(series.language)):
        return epub.bind(volume, books, _cover(volume, books))


def _cover(volume: epub.Volume, books: Sequence[epub.Book]) -> bytes:
    signed = epub.authors(books)
    text = Manuscript(
        title=volume.title,
        language=volume.language,
        tree=Tree([]),
        summary=volume.summary,
        place=_("The whole series"),
        publisher=volume.publisher,
        bylines=signed if len(signed) <= MOST_ON_COVER else (),
        cover=volume.cover,
    )
    return cover_of(text, epub.facts(books))
