"""`/@<handle>/texts/<id>/authors/`: who wrote which passage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gemeengoed.core.jobs import wake

from ..access import enter_text
from ..authorship import AT_ONCE, keep_authorship, passages, runs_at
from .history import common


@require_safe
def authors(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    """Writers see the newest text; readers the one that is published."""
    entered = enter_text(request, handle, int(pk))
    document = entered.document
    shown = document.head if entered.may_write else document.published
    if shown is None:
        raise Http404
    runs = runs_at(document, shown.number, AT_ONCE)
    if runs is None:
        wake(keep_authorship, document.pk)
    context = {"shown": shown, "passages": passages(shown, runs) if runs is not None else None}
    return render(request, "documents/authors.html", common(entered) | context)
