"""`/settings/server/mail/mailings/`: what goes to many, for operators: who got it, who did not and why."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from gemeengoed.core.people.permissions import require

from .. import standing
from ..mailings import queries, services
from ..models import CopyState, Mailing
from .messages import SEALED

DOUBLED = "doubled"
ACTS: dict[str, Callable[[Mailing], object]] = {
    "pause": services.pause,
    "resume": services.resume,
    "cancel": lambda mailing: services.cancel(
        mailing, _("An operator of the server cancelled it.")
    ),
}


@never_cache
def mailings(request: HttpRequest) -> HttpResponse:
    require(request, "mail.see_kept")
    page = Paginator(queries.listed(), 25).get_page(request.GET.get("page"))
    rows = [(mailing, queries.subject(mailing), queries.tally(mailing)) for mailing in page]
    context = {"page_obj": page, "rows": rows, "standing": standing.now()}
    return render(request, "mail/mailings.html", context)


@never_cache
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """One, with its tally and its copies."""
    require(request, "mail.see_kept")
    found = get_object_or_404(Mailing, pk=pk)
    state = request.GET.get("state", "")
    rows = queries.doubled(found) if state == DOUBLED else queries.copies(found, _known(state))
    context = {
        "mailing": found,
        "subject": queries.subject(found),
        "tally": queries.tally(found),
        "states": queries.counted(found),
        "state": state,
        "page_obj": Paginator(rows, 50).get_page(request.GET.get("page")),
        "sample": queries.sample(found),
        "standing": standing.now(),
    }
    return render(request, "mail/mailing.html", context)


@never_cache
@xframe_options_sameorigin
def sample_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part of a sample by itself, for the frame."""
    require(request, "mail.see_kept")
    html = queries.sample(get_object_or_404(Mailing, pk=pk)).html
    if not html:
        raise Http404
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = SEALED
    return response


@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Pauses, resumes or cancels."""
    require(request, "mail.steer")
    found = get_object_or_404(Mailing, pk=pk)
    if not ACTS[act](found):
        messages.warning(request, _("It had come too far for that: look at how it stands now."))
    return redirect("mail:mailing", pk)


@require_POST
def let_go(request: HttpRequest) -> HttpResponse:
    """After a restore: what waits may go."""
    require(request, "mail.steer")
    services.let_go()
    messages.success(request, _("Mail goes out again."))
    return redirect("mail:mailings")


def _known(state: str) -> str:
    return state if state in CopyState.values else ""
