"""`/settings/server/mail/`: outgoing mail, for operators only, since it holds links to log in with."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from gemeengoed.core.people.permissions import require

from .. import queries, standing
from ..delivery import has_relay
from ..models import MailState, OutgoingMessage

# Nothing of a message may run, load or lead anywhere; its own styles may show (CSP3, sandbox).
SEALED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    require(request, "mail.see_kept")
    state = request.GET.get("state", "")
    rows = queries.listed(state if state in MailState.values else "")
    context = {
        "page_obj": Paginator(rows, 50).get_page(request.GET.get("page")),
        "state": state,
        "states": MailState.choices,
        "has_relay": has_relay(),
        "standing": standing.now(),
    }
    return render(request, "mail/messages.html", context)


@never_cache
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its text as text, its HTML in a sealed frame."""
    require(request, "mail.see_kept")
    row = get_object_or_404(OutgoingMessage, pk=pk)
    return render(request, "mail/message.html", {"row": row, "letter": queries.letter(row)})


@never_cache
@xframe_options_sameorigin
def html_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part by itself, for the frame."""
    require(request, "mail.see_kept")
    html = queries.letter(get_object_or_404(OutgoingMessage, pk=pk)).html
    if not html:
        raise Http404
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = SEALED
    return response
