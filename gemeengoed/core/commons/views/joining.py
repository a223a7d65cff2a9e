"""Ways in and out, for the person concerned."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.commons.forms.people import ApplicationForm
from gemeengoed.core.commons.models import Joining
from gemeengoed.core.commons.services import joining, membership
from gemeengoed.core.people.models import Person
from gemeengoed.core.ui.saving import saved

from .posting import posted


def join(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/join/`: what joining means here, and the way to do it."""
    access = enter(request, handle)
    form = ApplicationForm(posted(request))
    if request.method == "POST" and _joined(access, require_person(request), form):
        return redirect(_next(access), handle=handle)
    return render(request, "commons/join.html", _context(access, form))


def _joined(access: Access, person: Person, form: ApplicationForm) -> bool:
    commons = access.commons
    if commons.joining == Joining.APPLICATION:
        return saved(form, lambda: joining.apply(commons, person, form.cleaned_data["words"]))
    form.fields.clear()
    return saved(form, lambda: joining.join(commons, person))


def _next(access: Access) -> str:
    open_to_all = access.commons.joining == Joining.OPEN
    return "commons:joined" if open_to_all else "commons:join"


def _context(access: Access, form: ApplicationForm) -> dict[str, Any]:
    charter = queries.latest_charter(access.commons)
    return {
        "form": form,
        "charter": charter,
        "charter_sentence": queries.charter_sentence(charter, access.preferred),
        "application": queries.application_of(access.commons, access.person),
        "declined": "" if access.is_member else queries.declined(access.commons, access.person),
    }


def joined(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/joined/`: the new parcel is drawn, and what one can do now."""
    access = enter(request, handle)
    if not access.is_member:
        return redirect("commons:join", handle=handle)
    context = {
        "joined": True,
        "sections": queries.switched_on(access.commons),
        "charter": queries.latest_charter(access.commons),
    }
    return render(request, "commons/joined.html", context)


def by_link(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """`/@handle/join/<token>/`; status 410 with the reason when the link no longer works."""
    access = enter(request, handle)
    if access.is_member:
        return redirect("commons:joined", handle=handle)
    try:
        link = joining.find_link(access.commons, token)
        if request.method == "POST":
            joining.join_by_link(access.commons, token, require_person(request))
            return redirect("commons:joined", handle=handle)
    except ValidationError as error:
        return render(request, "commons/link_gone.html", {"why": error.messages[0]}, status=410)
    charter = queries.latest_charter(access.commons)
    sentence = queries.charter_sentence(charter, access.preferred)
    context = {"link": link, "charter": charter, "charter_sentence": sentence}
    return render(request, "commons/join_by_link.html", context)


@require_POST
def withdraw(request: HttpRequest, handle: str) -> HttpResponse:
    """Takes back one's own application."""
    access = enter(request, handle)
    joining.withdraw(access.commons, require_person(request))
    messages.success(request, _("You took back your question to join."))
    return redirect("commons:join", handle=handle)


def leave(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/leave/`: asks once, and tells what a last steward has to do first."""
    access = enter(request, handle)
    access.require("commons.leave")
    why = ""
    last = queries.is_last_steward(access.commons, require_person(request))
    if request.method == "POST":
        try:
            membership.leave(access.commons, require_person(request))
        except ValidationError as error:
            why = error.messages[0]
        else:
            messages.success(request, _("You are no longer a member. What you made stays."))
            return redirect(access.commons.get_absolute_url())
    return render(request, "commons/leave.html", {"why": why, "last": last})
