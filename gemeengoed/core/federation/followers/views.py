"""Who follows from other servers: `/settings/followers/` for a person, `/@handle/settings/followers/` for the
stewards of a commons; and `/@handle/follow/`, which helps somebody from elsewhere to follow."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.views.settings import allowed, save, show
from gemeengoed.core.people.permissions import require_person
from gemeengoed.core.ui.saving import saved

from .. import addresses
from ..identity import documents
from ..models import FollowState
from . import deciding, looking_up, moving, preferences
from .forms import MoveForm, PreferencesForm, ServerForm, SureForm

PER_PAGE = 30
STATES = (FollowState.ASKED, FollowState.ACCEPTED)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Desk:
    """Whose followers are looked at, by whom; `handle` is that of a commons, empty for one's own."""

    actor: Actor
    by: Actor
    handle: str

    def url(self, name: str) -> str:
        if self.handle:
            return reverse(f"followers:{name}", args=[self.handle])
        return reverse(f"federation:{name}")


def _desk(request: HttpRequest, handle: str, act: str) -> Desk:
    if handle:
        access, person = allowed(request, handle, act)
        return Desk(access.commons.actor, person.actor, access.commons.handle)
    person = require_person(request)
    return Desk(person.actor, person.actor, "")


def _page(request: HttpRequest, desk: Desk, name: str, title: str, **more: Any) -> HttpResponse:
    context = {
        "title": title,
        "desk": desk,
        "followers_url": desk.url("followers"),
        "preferences_url": desk.url("preferences"),
        "moving_url": desk.url("moving"),
        "layout": "commons/settings/page.html" if desk.handle else "federation/own.html",
        **more,
    }
    if desk.handle:
        return show(request, "followers:followers", f"elsewhere/{name}", context)
    return render(request, f"commons/settings/elsewhere/{name}.html", context)


@require_safe
@never_cache
def followers(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Who waits, or at `?state=accepted` who follows."""
    desk = _desk(request, handle, "federation.followers")
    found = deciding.counts(desk.actor)
    default = FollowState.ASKED if found.get(FollowState.ASKED) else FollowState.ACCEPTED
    state = request.GET.get("state", default)
    if state not in STATES:
        raise Http404
    page = Paginator(deciding.listed(desk.actor, state), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [
        (FollowState.ASKED, _("Waiting"), found.get(FollowState.ASKED, 0)),
        (FollowState.ACCEPTED, _("Following"), found.get(FollowState.ACCEPTED, 0)),
    ]
    return _page(
        request,
        desk,
        "followers",
        _("Followers from other servers"),
        page_obj=page,
        state=state,
        tabs=tabs,
        address=preferences.address(desk.actor),
        waits=state == FollowState.ASKED,
    )


@require_POST
def decide(request: HttpRequest, pk: int, verb: str, handle: str = "") -> HttpResponse:
    desk = _desk(request, handle, "federation.followers")
    if verb not in deciding.ACTS:
        raise Http404
    try:
        follower = deciding.decide(desk.actor, pk, verb)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        said = _("%(who)s follows now.") if verb == "accept" else _("%(who)s does not follow.")
        messages.success(request, said % {"who": follower.remote.address})
    return redirect(desk.url("followers"))


@require_POST
def decide_all(request: HttpRequest, verb: str, handle: str = "") -> HttpResponse:
    """About all who wait."""
    desk = _desk(request, handle, "federation.followers")
    if verb not in deciding.ACTS:
        raise Http404
    number = deciding.decide_all(desk.actor, verb)
    said = ngettext("%(number)s was answered.", "%(number)s were answered.", number)
    messages.success(request, said % {"number": number})
    return redirect(desk.url("followers"))


@get_or_post
@never_cache
def change(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Who may follow, how answers appear, where else this is known."""
    desk = _desk(request, handle, "federation.preferences")
    posted = request.POST if request.method == "POST" else None
    form = PreferencesForm(preferences.of(desk.actor), posted, answers=bool(desk.handle))

    def act() -> None:
        values = dict(form.cleaned_data)
        values["also_known_as"] = preferences.resolved(values["also_known_as"].splitlines())
        preferences.change(desk.actor, desk.by, **values)

    if save(request, form, act):
        return redirect(desk.url("preferences"))
    return _page(request, desk, "preferences", _("Other servers"), form=form)


@get_or_post
@never_cache
def move(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Where to, then whether that is sure, then a job asks the other side."""
    desk = _desk(request, handle, "federation.move")
    if "confirm" in request.POST:
        return _sure(request, desk)
    form = MoveForm(request.POST if request.method == "POST" else None)
    found: list[str] = []
    if request.method == "POST" and saved(
        form, lambda: found.append(looking_up.actor_id(form.cleaned_data["to"]))
    ):
        return _confirm(request, desk, SureForm(initial={"to": found[0]}), found[0])
    return _page(
        request,
        desk,
        "moving",
        _("Moving away"),
        form=form,
        own=preferences.of(desk.actor),
        own_id=addresses.actor(desk.actor.handle),
        address=preferences.address(desk.actor),
    )


def _sure(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = SureForm(request.POST)
    if not saved(form, lambda: moving.ask(desk.actor, desk.by, form.cleaned_data["to"])):
        return _confirm(request, desk, form, request.POST.get("to", ""))
    messages.success(request, _("We ask the other server whether it is really you."))
    return redirect(desk.url("moving"))


def _confirm(request: HttpRequest, desk: Desk, form: SureForm, to: str) -> HttpResponse:
    count = deciding.counts(desk.actor).get(FollowState.ACCEPTED, 0)
    return _page(request, desk, "move_sure", _("Moving away"), form=form, to=to, count=count)


@get_or_post
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/follow/`: the address to copy, and the way to one's own server."""
    actor = Actor.objects.filter(handle=handle, gone__isnull=True).first()
    if actor is None or documents.of(actor) is None:
        raise Http404
    is_commons = actor.kind == "commons"
    name = enter(request, handle).commons.name if is_commons else actor.name
    form = ServerForm(request.POST if request.method == "POST" else None)
    found: list[str] = []
    uri = addresses.actor(handle)
    saved(form, lambda: found.append(looking_up.where_to_follow(form.cleaned_data["server"], uri)))
    context = {
        "name": name,
        "form": form,
        "address": preferences.address(actor),
        "uri": uri,
        "there": found[0] if found else "",
        "host": addresses.host_of(found[0]) if found else "",
        "count": deciding.counts(actor).get(FollowState.ACCEPTED, 0),
    }
    return render(request, "federation/follow.html", context)
