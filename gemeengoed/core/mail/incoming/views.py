"""`/settings/server/mail/incoming/`: mail that came in, for operators only."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gemeengoed.core.people.permissions import require

from ..models import IncomingMessage, IncomingState
from ..views.messages import SEALED
from . import queries, services


@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    require(request, "mail.see_kept")
    state = request.GET.get("state", "")
    rows = queries.listed(state if state in IncomingState.values else "")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(row, queries.outcome(row)) for row in page],
        "state": state,
        "states": IncomingState.choices,
        "is_set": bool(settings.MAIL_IN),
    }
    return render(request, "mail/incoming/messages.html", context)


@never_cache
def message(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, "mail.see_kept")
    found = queries.shown(get_object_or_404(IncomingMessage, pk=pk))
    return render(request, "mail/incoming/message.html", {"shown": found, "row": found.row})


@never_cache
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as it came, as plain text in which nothing runs."""
    require(request, "mail.see_kept")
    row = get_object_or_404(IncomingMessage, pk=pk)
    response = HttpResponse(queries.raw_text(row), content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = SEALED
    return response


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    require(request, "mail.change_incoming")
    if verb not in services.VERBS:
        raise Http404
    get_object_or_404(IncomingMessage.objects.only("pk"), pk=pk)
    if not services.act(pk, verb):
        messages.error(request, _("This message is in another state by now; look again."))
    return redirect("mail:incoming_message", pk)
