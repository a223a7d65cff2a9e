"""The archived copy of a source: reading it in a sandbox, fetching it again, taking it away."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gemeengoed.core.commons.access import LoginRequired, enter

from ..copying import pages
from ..finding import copy_of, find_source, may_read_copies
from ..models import ArchivedCopy, Source
from ..services import copies as services
from .entering import editor

# Nothing loads, nothing runs, nothing is sent; the page is of nobody's origin (CSP 3, 6.2.2).
_POLICY = (
    f"default-src 'none'; style-src '{pages.STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


@require_safe
def copy(request: HttpRequest, handle: str, number: int) -> HttpResponse | FileResponse:
    """`/@handle/sources/12/copy/`: a page is read here, a PDF is downloaded; `?download` does so too."""
    access = enter(request, handle)
    source = find_source(access, number)
    kept = copy_of(source)
    if kept is None or kept.file is None:
        raise Http404
    if not may_read_copies(access):
        if access.person is None:
            raise LoginRequired(_("Log in to read this copy; it is for members."))
        raise Http404
    try:
        stored = default_storage.open(kept.file.storage_name)
    except OSError as error:
        raise Http404 from error
    if kept.file.media_type != "text/html" or "download" in request.GET:
        extension = kept.file.storage_name.rpartition(".")[2]
        return FileResponse(
            stored, as_attachment=True, filename=f"source-{source.pk}.{extension}",
            content_type=kept.file.media_type, headers=_HEADERS,
        )  # fmt: skip
    with stored:
        page = stored.read().decode("utf-8", "replace")
    noticed = page.replace(pages.BODY, pages.BODY + _notice(source, kept), 1)
    return HttpResponse(noticed, content_type="text/html; charset=utf-8", headers=_HEADERS)


def _notice(source: Source, kept: ArchivedCopy) -> str:
    """Above the page: what this is, so that nobody takes it for the page itself."""
    when = date_format(localtime(kept.fetched), "j F Y, H:i") if kept.fetched else ""
    said = _("This is a copy of %(address)s, made on %(when)s, without pictures and scripts.") % {
        "address": kept.found_at, "when": when,
    }  # fmt: skip
    back = format_html('<a href="{}">{}</a>', source.get_absolute_url(), _("Back to the source"))
    return format_html('<p class="kept">{} {}</p>', said, back)


@require_POST
def fetch(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """Asks for the copy (again)."""
    access = editor(request, handle)
    source = find_source(access, number)
    services.fetch_again(source)
    messages.success(request, _("The copy is asked for. Look again in a minute."))
    return redirect(source.get_absolute_url())


@require_POST
def remove(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    access = editor(request, handle)
    source = find_source(access, number)
    services.remove(source)
    messages.success(request, _("The copy is gone, and none will be kept."))
    return redirect(source.get_absolute_url())
