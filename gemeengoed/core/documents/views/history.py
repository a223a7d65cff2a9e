"""`/@<handle>/texts/<id>/history/` and what hangs on it: reading, comparing, undoing, going back.

Writers see every revision; readers those that were published, while the text is out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gemeengoed.core import registry
from gemeengoed.core.text import differences

from .. import both, undoing
from ..access import TextAccess, enter_text
from ..contents import both_texts, filled
from ..models import Revision
from ..queries import history as revisions_of
from ..saving import EditConflict, words_of

PER_PAGE = 30
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Row:
    """One revision with the one before it that this reader may see."""

    revision: Revision
    before: Revision | None
    notes: Sequence[Any] = ()

    @property
    def words(self) -> str:
        """'+12' or '−3' words; empty where as many went as came."""
        change = self.revision.words - self.before.words if self.before else 0
        return f"{change:+d}".replace("-", "−") if change else ""


def seen(entered: TextAccess) -> QuerySet[Revision]:
    revisions = revisions_of(entered.document)
    return revisions if entered.may_write else revisions.filter(version__isnull=False)


def revision_of(entered: TextAccess, number: str) -> Revision:
    revision = get_object_or_404(revisions_of(entered.document), number=int(number))
    if revision.version is None and not entered.may_write:
        raise Http404
    revision.document = entered.document
    return revision


def common(entered: TextAccess) -> dict[str, Any]:
    document = entered.document
    return {
        "document": document,
        "address": f"{document.work.uri}{document.language}/",
        "texts": f"{entered.access.commons.get_absolute_url()}texts/{document.pk}/",
        "may_write": entered.may_write,
    }


@require_safe
def history(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    entered = enter_text(request, handle, int(pk))
    found = seen(entered)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * PER_PAGE
    shown: list[Revision | None] = [*found[first : first + PER_PAGE + 1]]
    notes = registry.revision_notes(entered.document.pk)
    rows = [
        Row(one, before, notes.get(one.number, ()))
        for one, before in pairwise([*shown, None])
        if one is not None
    ]
    context = {"page_obj": page, "rows": rows[:PER_PAGE]}
    return render(request, "documents/history.html", common(entered) | context)


@require_safe
def revision(request: HttpRequest, handle: str, pk: str, number: str) -> HttpResponse:
    entered = enter_text(request, handle, int(pk))
    found = filled(revision_of(entered, number))
    return render(request, "documents/revision.html", common(entered) | {"revision": found})


@require_safe
def compare(request: HttpRequest, handle: str, pk: str, old: str, new: str) -> HttpResponse:
    entered = enter_text(request, handle, int(pk))
    before, after = revision_of(entered, old), revision_of(entered, new)
    changes = differences.compare(*both_texts(before, after))
    came, went = differences.words_changed(changes)
    context = {
        "before": before,
        "after": after,
        "came": came,
        "went": went,
        "title": _between(before.title, after.title),
        "summary": _between(before.summary, after.summary),
        "text": differences.as_folded_html(changes),
        "one_step": after.number == before.number + 1,
    }
    return render(request, "documents/compare.html", common(entered) | context)


def _between(before: str, after: str) -> str:
    """Nothing where it stayed."""
    return "" if before == after else differences.as_html(differences.compare(before, after))


@get_or_post
def undo(request: HttpRequest, handle: str, pk: str, number: str) -> HttpResponse:
    """GET shows what it would become, or why it cannot be; POST does it."""
    entered = enter_text(request, handle, int(pk))
    entered.require_writer()
    chosen, error = revision_of(entered, number), ""
    if request.method == "POST":
        try:
            undoing.undo(entered.document, chosen, entered.access.actor, _reason(request))
            return _done(request, entered, _("Undone. It is the newest text now."))
        except ValidationError as refused:
            error = " ".join(refused.messages)
            entered = enter_text(request, handle, int(pk))
    context = common(entered) | {"revision": chosen} | _undoing(entered, chosen, error)
    return render(request, "documents/undo.html", context, status=422 if error else 200)


def _undoing(entered: TextAccess, chosen: Revision, error: str) -> dict[str, Any]:
    try:
        found = undoing.without(entered.document, chosen)
    except ValidationError as refused:
        return {"error": " ".join(refused.messages)}
    newest = words_of(found.newest)
    if not found.merge.clean:
        conflict = EditConflict(found.newest, found.words, found.merge)
        return {"both": both.side_by_side(conflict, chosen.number), "error": error}
    changes = differences.compare(newest.text, found.words.text)
    return {
        "error": error,
        "title": _between(newest.title, found.words.title),
        "summary": _between(newest.summary, found.words.summary),
        "text": differences.as_folded_html(changes),
        "nothing_left": found.words == newest,
    }


@get_or_post
def go_back(request: HttpRequest, handle: str, pk: str, number: str) -> HttpResponse:
    """GET shows what would change, POST makes that revision the newest."""
    entered = enter_text(request, handle, int(pk))
    entered.require_writer()
    chosen, error = revision_of(entered, number), ""
    if request.method == "POST":
        try:
            undoing.go_back(entered.document, chosen, entered.access.actor, _reason(request))
            return _done(request, entered, _("Done. The newest text is the earlier one again."))
        except ValidationError as refused:
            error = " ".join(refused.messages)
            entered = enter_text(request, handle, int(pk))
    newest, earlier = words_of(undoing.newest_of(entered.document)), words_of(chosen)
    context = {
        "revision": chosen,
        "error": error,
        "title": _between(newest.title, earlier.title),
        "summary": _between(newest.summary, earlier.summary),
        "text": differences.as_folded_html(differences.compare(newest.text, earlier.text)),
        "nothing_left": newest == earlier,
    }
    return render(
        request, "documents/go_back.html", common(entered) | context, status=422 if error else 200
    )


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _done(request: HttpRequest, entered: TextAccess, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("documents:history", entered.access.commons.handle, entered.document.pk)
