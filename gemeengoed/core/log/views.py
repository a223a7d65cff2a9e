"""Pages of the public log, for a commons (`/@handle/log/`) and for the server (`/log/`)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import instance_actor

from . import export, feed, queries, sentences
from .models import LogEntry

PER_PAGE = 50


def _owner(request: HttpRequest, handle: str | None) -> Actor:
    """Whose log: the server's without a handle, else of a commons. Raises Http404."""
    if handle is None:
        return instance_actor()
    registry.enter(request, handle)
    commons = Actor.objects.filter(kind=ActorKind.COMMONS, gone__isnull=True)
    return get_object_or_404(commons, handle=handle.lower())


@require_safe
def log(request: HttpRequest, handle: str | None = None) -> HttpResponse:
    """What was done, newest first; `?act=` shows one kind of act."""
    owner = _owner(request, handle)
    acts, common = queries.acts(owner), _common(owner)
    chosen = request.GET.get("act", "")
    act = chosen if chosen in acts else ""
    page = queries.pages(owner, act, common["head"], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [_row(entry) for entry in page],
        "acts": [(act, sentences.act_name(act)) for act in acts],
        "chosen": chosen,
    }
    return render(request, "log/log.html", common | context)


@require_safe
def entry(request: HttpRequest, number: int, handle: str | None = None) -> HttpResponse:
    """One entry, at its permanent address, with what it is chained by."""
    owner = _owner(request, handle)
    found = get_object_or_404(queries.entries(owner), number=number)
    crumb = {"label": _("Entry %(number)s") % {"number": number}}
    context = _common(owner) | {
        "row": _row(found),
        "entry": found,
        "act": sentences.act_name(found.act),
    }
    context["breadcrumbs"] = [{"label": context["title"], "url": context["home"]}, crumb]
    return render(request, "log/entry.html", context)


@require_safe
def atom(request: HttpRequest, handle: str | None = None) -> HttpResponse:
    content = feed.atom(_owner(request, handle))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
def whole(request: HttpRequest, handle: str | None = None) -> StreamingHttpResponse:
    """Everything, for machines and for verifying."""
    lines = export.lines(_owner(request, handle))
    return StreamingHttpResponse(lines, content_type="application/json")


def _common(owner: Actor) -> dict[str, Any]:
    home = queries.address(owner)
    return {
        "owner": owner,
        "title": _("Public log"),
        "home": home,
        "head": queries.head(owner),
        "feed_url": f"{home}feed.atom",
        "export_url": f"{home}log.json",
    }


def _row(entry: LogEntry) -> dict[str, Any]:
    return {
        "entry": entry,
        "sentence": sentences.html(entry),
        "reason": sentences.reason(entry),
        "details": sentences.leftovers(entry),
        "address": f"{queries.address(entry.owner)}{entry.number}/",
    }
