"""The sources of one text: choosing existing ones by searching, adding new ones, order, taking away.

For the views of every capability made of documents: `page(…)` reads the request; when `chosen` is set, hand
it to the capability's own service, which tells what happened; else show `documents/sources.html`.
"""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import get_language

from gemeengoed.core.commons.access import Access
from gemeengoed.core.sources.forms import SourceForm, initial_source
from gemeengoed.core.sources.models import Source
from gemeengoed.core.sources.queries import listed, with_formatted
from gemeengoed.core.sources.services.sources import save_source
from gemeengoed.core.ui.saving import saved

from .models import Work

FOUND_AT_MOST = 20


@dataclass
class SourcesPage:
    """`cited` in order; `found` by `asked`, without what is cited; `form` for a new one. `chosen` is what
    the text should rest on from now on, None when nothing is to be changed."""

    cited: list[Source]
    asked: str
    found: list[Source]
    form: SourceForm
    chosen: list[Source] | None = field(default=None)


def page(request: HttpRequest, access: Access, work: Work) -> SourcesPage:
    """Whatever was posted; a form with errors keeps all that was typed."""
    cited = _cited(work)
    asked = request.GET.get("words", "").strip()[:200]
    posted = request.POST if "new" in request.POST else None
    form = SourceForm(posted, initial=initial_source(None))
    found = _found(access, asked, cited) if asked else []
    shown = SourcesPage(cited, asked, found, form)
    if "order" in request.POST:
        shown.chosen = _ordered(request, cited)
    elif "add" in request.POST:
        shown.chosen = [*cited, *_existing(access, request.POST["add"])]
    elif posted is not None:
        shown.chosen = _with_new(access, form, cited)
    return shown


def _cited(work: Work) -> list[Source]:
    rows = Source.objects.filter(citations__work=work).select_related("commons__actor")
    return list(with_formatted(rows.order_by("citations__position"), get_language() or "nl"))


def _found(access: Access, asked: str, cited: list[Source]) -> list[Source]:
    rows = listed(access.commons, asked).exclude(pk__in=[source.pk for source in cited])
    return list(with_formatted(rows, get_language() or "nl")[:FOUND_AT_MOST])


def _ordered(request: HttpRequest, cited: list[Source]) -> list[Source]:
    """As numbered by the editor, without what they took away; what cannot be read as a number stays
    where it was."""
    kept = [
        (_place(request.POST.get(f"place-{source.pk}", ""), place), place, source)
        for place, source in enumerate(cited, 1)
        if f"away-{source.pk}" not in request.POST
    ]
    return [source for _wanted, _was, source in sorted(kept, key=lambda row: row[:2])]


def _place(typed: str, was: int) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else was


def _existing(access: Access, typed: str) -> list[Source]:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
        return []
    return list(Source.objects.filter(commons=access.commons, pk=int(typed)))


def _with_new(access: Access, form: SourceForm, cited: list[Source]) -> list[Source] | None:
    made: list[Source] = []

    def save() -> None:
        made.append(save_source(access.commons, access.actor, form.cleaned_data))

    return [*cited, *made] if saved(form, save) else None
