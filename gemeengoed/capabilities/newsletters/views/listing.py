"""The list, for stewards: who is on it, taking it out, topics and settings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.ui.saving import saved

from ..models import Subscriber, SubscriberState, Topic
from ..queries import subscribers as queries
from ..services import arranging, subscribing
from ..settings_forms import SettingsForm, TopicForm, footer_of, settings_initial
from ..spreadsheet import download

PER_PAGE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _steward(request: HttpRequest, handle: str, act: str = "newsletters.list") -> Access:
    access = enter(request, handle)
    access.require(act)
    return access


@require_safe
@never_cache
def listed(request: HttpRequest, handle: str) -> HttpResponse:
    access = _steward(request, handle)
    state, words = request.GET.get("state", ""), request.GET.get("find", "").strip()
    if state and state not in SubscriberState.values:
        raise Http404
    rows = queries.listed(access.commons, state, words)
    counts = queries.counts(access.commons)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "states": [
            (value, label, counts.get(value, 0)) for value, label in SubscriberState.choices
        ],
        "state": state,
        "words": words,
        "total": sum(counts.values()),
    }
    return render(request, "newsletters/list.html", context)


@require_safe
@never_cache
def export(request: HttpRequest, handle: str) -> StreamingHttpResponse:
    """Everybody on the list, as CSV."""
    access = _steward(request, handle)
    columns = ("address", "name", "language", "state", "created", "confirmed", "ended")
    rows = queries.listed(access.commons).values_list(*columns)
    return download(handle, columns, rows.iterator(chunk_size=2000))


@require_safe
@never_cache
def one(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """One subscriber with the proof of consent."""
    access = _steward(request, handle)
    subscriber = get_object_or_404(Subscriber, commons=access.commons, pk=pk)
    context = {"subscriber": subscriber, "proofs": queries.proofs(subscriber)}
    return render(request, "newsletters/subscriber.html", context)


@get_or_post
@never_cache
def act(request: HttpRequest, handle: str, pk: int, verb: str) -> HttpResponse:
    """`remove` takes somebody off the list, `erase` erases them, as they asked: a GET asks once more."""
    access = _steward(request, handle)
    subscriber = get_object_or_404(Subscriber, commons=access.commons, pk=pk)
    if request.method != "POST":
        return _sure(request, subscriber, verb)
    if verb == "remove":
        subscribing.leave(subscriber, "editor")
        messages.success(request, _("Taken off the list."))
        return redirect("newsletters:subscriber", handle, pk)
    if verb != "erase":
        raise Http404
    subscribing.erase(subscriber)
    messages.success(request, _("Erased."))
    return redirect("newsletters:list", handle)


def _sure(request: HttpRequest, subscriber: Subscriber, verb: str) -> HttpResponse:
    if verb != "erase":
        raise Http404
    context = {
        "heading": _("Erase %(address)s?") % {"address": subscriber.address},
        "text": _(
            "The address, the choices, the proof of consent and what this person wrote to you go for good. "
            "Only what they agreed to have published stays."
        ),
        "action_label": _("Erase everything"),
        "danger": True,
        "cancel_url": reverse(
            "newsletters:subscriber", args=[subscriber.commons.handle, subscriber.pk]
        ),
    }
    return render(request, "ui/confirm.html", context)


@get_or_post
@never_cache
def settings(request: HttpRequest, handle: str) -> HttpResponse:
    access = _steward(request, handle, "newsletters.settings")
    kept = arranging.settings_of(access.commons)
    form = SettingsForm(
        request.POST if request.method == "POST" else None, initial=settings_initial(kept)
    )
    if request.method == "POST" and saved(form, lambda: _change(access, form)):
        messages.success(request, _("Saved."))
        return redirect("newsletters:settings", handle)
    return _settings(request, access, form, TopicForm())


def _change(access: Access, form: SettingsForm) -> None:
    fields = form.cleaned_data
    arranging.change_settings(
        access.commons,
        access.actor,
        postal_address=fields["postal_address"],
        needs_approval=fields["needs_approval"],
        footer=footer_of(fields),
    )


def _settings(
    request: HttpRequest, access: Access, form: SettingsForm, topic_form: TopicForm
) -> HttpResponse:
    context = {"form": form, "topic_form": topic_form, "topics": queries.topics(access.commons)}
    bound = form.is_bound or topic_form.is_bound
    return render(request, "newsletters/settings.html", context, status=422 if bound else 200)


@require_POST
def add_topic(request: HttpRequest, handle: str) -> HttpResponse:
    access = _steward(request, handle, "newsletters.settings")
    form = TopicForm(request.POST)
    if saved(form, lambda: arranging.add_topic(access.commons, form.names())):
        messages.success(request, _("Saved."))
        return redirect("newsletters:settings", handle)
    kept = arranging.settings_of(access.commons)
    return _settings(request, access, SettingsForm(initial=settings_initial(kept)), form)


@require_POST
def topic(request: HttpRequest, handle: str, pk: int, verb: str) -> HttpResponse:
    access = _steward(request, handle, "newsletters.settings")
    found = get_object_or_404(Topic, commons=access.commons, pk=pk)
    if verb != "remove":
        raise Http404
    try:
        arranging.remove_topic(found)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Removed."))
    return redirect("newsletters:settings", handle)
