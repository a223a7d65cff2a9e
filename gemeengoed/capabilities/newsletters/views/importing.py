"""Bringing a list in, for stewards: the file, how far it is, what came of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.ui.saving import saved

from ..forms import ImportForm
from ..models import Fault, ImportState, ListImport
from ..queries import imports as queries
from ..services import importing
from ..spreadsheet import download

SECONDS_BETWEEN = 5
"""After which the page of a list that is being brought in looks again by itself."""


def _steward(request: HttpRequest, handle: str) -> Access:
    access = enter(request, handle)
    access.require("newsletters.list")
    return access


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bring(request: HttpRequest, handle: str) -> HttpResponse:
    """Takes a file. A short one is on the list when this answers, with each row that could not be used; a
    long one has a page that tells how far it is."""
    access = _steward(request, handle)
    posted = request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None)
    found: list[ListImport] = []
    if posted and saved(form, lambda: found.append(_bring(access, form))):
        return _brought(request, handle, found[0])
    context = {"form": form, "imports": queries.of_commons(access.commons)}
    return render(request, "newsletters/import.html", context, status=422 if posted else 200)


def _bring(access: Access, form: ImportForm) -> ListImport:
    fields = form.cleaned_data
    return importing.bring(
        access.commons,
        fields["file"],
        ground=fields["ground"],
        language=fields["language"],
        confirm=fields["confirm"],
        by=access.actor,
    )


def _brought(request: HttpRequest, handle: str, one: ListImport) -> HttpResponse:
    if one.state == ImportState.GOING:
        return redirect("newsletters:import_one", handle, one.pk)
    return _shown(request, one)


@require_safe
@never_cache
def one(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """How far it is; when it has ended what came of it."""
    return _shown(request, _find(_steward(request, handle), pk))


def _find(access: Access, pk: int) -> ListImport:
    return get_object_or_404(queries.of_commons(access.commons), pk=pk)


def _shown(request: HttpRequest, one: ListImport) -> HttpResponse:
    is_going = one.state == ImportState.GOING
    context = {"one": one, "report": queries.report(one), "is_going": is_going}
    answer = render(request, "newsletters/import_one.html", context)
    if is_going:
        answer.headers["Refresh"] = str(SECONDS_BETWEEN)
    return answer


@require_safe
@never_cache
def refused(request: HttpRequest, handle: str, pk: int) -> StreamingHttpResponse:
    """The lines that could not be used, as CSV."""
    one = _find(_steward(request, handle), pk)
    rows = queries.refused(one).iterator(chunk_size=2000)
    # In the language of this request, which has ended when the lines are written.
    words = {value: str(label) for value, label in Fault.choices}
    lines = ((row.line, row.address, words[row.why]) for row in rows)
    return download(f"{handle}-{pk}", ("line", "address", "why"), lines)


@require_POST
def cancel(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    access = _steward(request, handle)
    try:
        importing.cancel(_find(access, pk), access.actor)
        messages.success(request, _("Stopped. Who is on the list stays on it."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("newsletters:import_one", handle, pk)
