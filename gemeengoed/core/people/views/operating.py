"""`/settings/server/people/`: operators approve, decline, suspend, let back in and invite."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gemeengoed.core.ui.saving import saved

from .. import queries
from ..forms.operating import InviteForm, ReasonForm
from ..models import Invitation, PersonState
from ..permissions import require
from ..services import invitations, states

# Act in the address: (declared act, service, whether a reason is asked).
Act = tuple[str, Callable[..., object], bool]
ACTS: dict[str, Act] = {
    "approve": ("people.approve", states.approve, False),
    "decline": ("people.approve", states.decline, True),
    "suspend": ("people.suspend", states.suspend, True),
    "restore": ("people.suspend", states.restore, False),
    "make-operator": ("people.make_operator", states.make_operator, False),
    "end-operator": ("people.make_operator", states.end_operator, False),
}


def people(request: HttpRequest) -> HttpResponse:
    """The list, those who wait first; `?q=` looks for a name, `?state=` for a state."""
    require(request, "people.see_all")
    asked = request.GET.get("q", "").strip()
    state = request.GET.get("state", "")
    found = queries.for_operators(asked, state if state in PersonState.values else "")
    context = {
        "page_obj": Paginator(found, 50).get_page(request.GET.get("page")),
        "asked": asked,
        "state": state,
        "states": PersonState.choices,
    }
    return render(request, "people/operating/people.html", context)


def person(request: HttpRequest, handle: str) -> HttpResponse:
    """One account, with what can be done."""
    operator = require(request, "people.see_all")
    shown = queries.find_account(handle)
    context = {"shown": shown, "own": shown == operator, "form": ReasonForm()}
    return render(request, "people/operating/person.html", context)


@require_POST
def act(request: HttpRequest, handle: str, act: str) -> HttpResponse:
    """Does one of ACTS. A missing reason comes back as an error with all that was typed."""
    if act not in ACTS:
        raise Http404
    declared, service, with_reason = ACTS[act]
    operator, shown = require(request, declared), queries.find_account(handle)
    form: forms.Form = ReasonForm(request.POST) if with_reason else forms.Form(request.POST)
    if saved(form, lambda: service(shown, operator, **form.cleaned_data)):
        messages.success(request, _("Done, and written in the public log."))
        return redirect("people:operate_people")
    context = {"shown": shown, "form": form, "own": shown == operator, "act": act}
    return render(request, "people/operating/person.html", context, status=422)


@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Makes an invitation; its link is shown once."""
    operator = require(request, "people.invite")
    form = InviteForm(request.POST or None, initial={"language": operator.language[:2]})
    links: list[str] = []
    if request.method == "POST" and saved(
        form, lambda: links.append(invitations.invite(operator, **form.cleaned_data)[1])
    ):
        form = InviteForm(initial={"language": operator.language[:2]})
    context = {
        "form": form,
        "link": links[0] if links else "",
        "invitations": queries.open_invitations(),
    }
    return render(request, "people/operating/invite.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    operator = require(request, "people.invite")
    row = get_object_or_404(Invitation, pk=pk, used__isnull=True)
    invitations.withdraw(row, operator)
    messages.success(request, _("That link no longer works."))
    return redirect("people:invite")
