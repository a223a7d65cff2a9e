"""Handing out a form of a text: from the store, made at once when that is quick, else a page that waits."""

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render

from gemeengoed.core.documents.models import Revision

from . import addresses, queries, services
from .listing import TYPES
from .models import Form, Rendition, State

# Browsers show a PDF in a page of their own, which a stricter policy would leave blank.
SHOWN = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
QUICK = 8_000
"""Words of a text whose forms are made while the reader waits: under a second."""
QUICK_NOTES, QUICK_CELLS = 600, 3_000
"""What takes typst longer than its words let expect."""
SECONDS_BETWEEN = 4


def serve(
    request: HttpRequest, revision: Revision, form: str, *, current: bool = True
) -> HttpResponseBase:
    """The answer of an address `….pdf` or like it, of a revision that this reader may see.

    The caller has looked whether they may. `?paper=a5` is for PDF. `current` is whether readers of the text
    see this revision, so that search engines leave the others alone. `revision.document.work` is needed.
    """
    paper = _paper(request, form)
    row = queries.find(revision, form, paper)
    if row is None:
        wanted = services.want(revision, form, paper)
        at_once = wanted.state != State.FAILED and _is_quick(revision)
        row = services.make_now(wanted) if at_once else None
        if row is None:
            return _not_yet(request, revision, wanted)
    return _file(request, revision, row, current=current)


def _is_quick(revision: Revision) -> bool:
    notes, cells = revision.text.count("[^"), revision.text.count("|")
    return revision.words <= QUICK and notes <= QUICK_NOTES and cells <= QUICK_CELLS


def _paper(request: HttpRequest, form: str) -> str:
    papers = services.PAPERS.get(Form(form), ("",))
    asked = request.GET.get("paper", "").lower()
    return asked if asked in papers else papers[0]


def _file(
    request: HttpRequest, revision: Revision, row: Rendition, *, current: bool
) -> HttpResponseBase:
    headers = _headers(revision, row, current=current)
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    try:
        stored = default_storage.open(row.name)
    except OSError:
        services.lost(row)
        return _not_yet(request, revision, services.want(revision, row.form, row.paper, again=True))
    return FileResponse(
        stored,
        as_attachment=row.form != Form.PDF,
        filename=addresses.file_name(revision, row.form, row.paper),
        content_type=TYPES[Form(row.form)],
        headers=headers,
    )


def _headers(revision: Revision, row: Rendition, *, current: bool) -> dict[str, str]:
    headers = {
        "ETag": f'"{row.sha256[:32]}"',
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Language": revision.document.language,
        "Content-Security-Policy": SHOWN if row.form == Form.PDF else "default-src 'none'",
        "Link": f'<{quote(addresses.of_text(revision.document))}>; rel="canonical"',
    }
    if not current:
        headers["X-Robots-Tag"] = "noindex"
    return headers


def _not_yet(request: HttpRequest, revision: Revision, row: Rendition) -> HttpResponse:
    home = revision.document.work.uri
    failed = row.state == State.FAILED
    return not_yet(request, revision.title, str(Form(row.form).label), home, failed=failed)


def not_yet(
    request: HttpRequest, title: str, form: str, home: str, *, failed: bool = False
) -> HttpResponse:
    """202 and look again soon; 503 when it could not be made. `home` is the page of the text."""
    context = {"title": title, "form": form, "home": home, "failed": failed}
    status = 503 if failed else 202
    response = render(request, "renditions/being_made.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    if not failed:
        response.headers["Refresh"] = str(SECONDS_BETWEEN)
    return response
