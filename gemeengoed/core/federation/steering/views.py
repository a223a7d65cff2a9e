"""`/settings/server/other-servers/` and `/settings/server/reports/`: for operators."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.people.permissions import require
from gemeengoed.core.ui.saving import saved

from ..models import Host, RemoteActor, RemoteObject, Report
from . import acting, chart, measures, objects, queries
from .forms import NameForm, ReasonForm

MANY, FEW = 50, 20
SEE, MEASURE, MODERATE = "federation.see", "federation.measure", "federation.moderate"


@never_cache
def servers(request: HttpRequest) -> HttpResponse:
    """The list; a name that is posted leads to the page of that server, known or not."""
    require(request, SEE)
    form = NameForm(request.POST or None)
    found: list[Host] = []
    if request.method == "POST":
        require(request, MEASURE)
        if saved(form, lambda: found.append(measures.known_host(form.cleaned_data["name"]))):
            return redirect("federation:server", found[0].name)
    asked, only = request.GET.get("q", "").strip(), request.GET.get("only", "")
    page = Paginator(queries.hosts(asked, only), MANY).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "lines": queries.lines(page),
        "asked": asked,
        "only": only,
        "form": form,
        "reports": queries.reports().count(),
    }
    return render(request, "federation/servers.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def server(request: HttpRequest, name: str) -> HttpResponse:
    require(request, SEE)
    return _server(request, get_object_or_404(Host, name=name), ReasonForm())


def _server(request: HttpRequest, host: Host, form: ReasonForm) -> HttpResponse:
    shown = queries.server(host)
    context = {
        "shown": shown,
        "host": host,
        "picture": chart.bars(shown.days),
        "page_obj": Paginator(queries.people(host), FEW).get_page(request.GET.get("page")),
        "form": form,
        "verbs": _verbs(host),
    }
    return render(request, "federation/server.html", context, status=422 if form.errors else 200)


def _verbs(target: Host | RemoteActor) -> list[tuple[str, str]]:
    """What can be done now: (verb, words on the button)."""
    words = {"silence": _("Silence"), "suspend": _("Suspend"), "lift": _("Lift the measure")}
    holds = {"": "lift", "silence": "silence", "suspend": "suspend"}[target.measure]
    found = [(verb, label) for verb, label in words.items() if verb != holds]
    if isinstance(target, Host):
        media = {
            False: ("reject-media", _("Take no pictures")),
            True: ("accept-media", _("Take pictures")),
        }
        found.append(media[target.reject_media])
    return found


@require_POST
def server_act(request: HttpRequest, name: str, verb: str) -> HttpResponse:
    """Does one of `acting.SERVER`. A missing reason comes back as an error with all that was typed."""
    operator, host = require(request, MEASURE), get_object_or_404(Host, name=name)
    if verb == acting.AGAIN:
        acting.SERVER[verb](operator.actor, host, "")
        messages.success(request, _("What waits for this server is tried within a minute."))
        return redirect("federation:server", name)
    form = ReasonForm(request.POST)
    if not _does(request, acting.SERVER, verb, operator.actor, host, form):
        return _server(request, host, form)
    return redirect("federation:server", name)


def _does(
    request: HttpRequest,
    acts: dict[str, Callable[[Actor, Any, str], object]],
    verb: str,
    by: Actor,
    target: Host | RemoteActor,
    form: ReasonForm,
) -> bool:
    if verb not in acts:
        raise Http404
    if not saved(form, lambda: acts[verb](by, target, form.cleaned_data["reason"])):
        return False
    messages.success(request, _("Done, and written in the public log."))
    return True


@never_cache
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, SEE)
    return _person(request, _somebody(pk), ReasonForm())


def _somebody(pk: int) -> RemoteActor:
    return get_object_or_404(RemoteActor.objects.select_related("host"), pk=pk)


def _person(request: HttpRequest, who: RemoteActor, form: ReasonForm) -> HttpResponse:
    context = {
        "who": who,
        "page_obj": Paginator(queries.said_by(who), FEW).get_page(request.GET.get("page")),
        "form": form,
        "verbs": _verbs(who),
    }
    return render(request, "federation/person.html", context, status=422 if form.errors else 200)


@require_POST
def person_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Does one of `acting.PERSON`."""
    operator, who, form = require(request, MEASURE), _somebody(pk), ReasonForm(request.POST)
    if not _does(request, acting.PERSON, verb, operator.actor, who, form):
        return _person(request, who, form)
    return redirect("federation:person", pk)


@never_cache
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that somebody elsewhere said, and what can be done with it."""
    operator = require(request, SEE)
    thing = get_object_or_404(RemoteObject.objects.select_related("author__host"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        require(request, MODERATE)
        verb = request.POST.get("verb", "")
        if verb not in objects.VERBS:
            raise Http404
        if saved(form, lambda: objects.act(operator.actor, thing, verb, **form.cleaned_data)):
            messages.success(request, _("Done, and written in the public log."))
            return redirect("federation:said", pk)
    context = {"thing": thing, "who": thing.author, "form": form}
    return render(request, "federation/said.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    require(request, SEE)
    handled = request.GET.get("handled") == "1"
    page = Paginator(queries.reports(handled=handled), FEW).get_page(request.GET.get("page"))
    named = {uri for report in page for uri in report.objects_named}
    said = queries.said_about(named)
    rows = [
        (report, [(uri, said.get(uri)) for uri in report.objects_named[:MANY]]) for report in page
    ]
    context = {"page_obj": page, "rows": rows, "handled": handled}
    return render(request, "federation/reports.html", context)


@require_POST
def report_seen(request: HttpRequest, pk: int) -> HttpResponse:
    operator = require(request, MODERATE)
    objects.see_to(operator.actor, get_object_or_404(Report, pk=pk))
    messages.success(request, _("Noted that somebody has seen to it."))
    return redirect("federation:reports")
