"""Mail that came in, for operators, in the API."""

from datetime import datetime
from typing import Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema

from gemeengoed.core.people.api_auth import read, write
from gemeengoed.core.people.permissions import require

from ..models import IncomingMessage, IncomingState
from . import queries, services

router = Router(tags=["server"])
MOST = 100


class IncomingOut(Schema):
    """`outcome` is one word for what came of it, or why it was dropped."""

    id: int
    sender: str
    recipient: str
    received: datetime
    state: str
    outcome: str
    last_error: str


@router.get("/server/mail/incoming", response=list[IncomingOut], auth=read)
def listed(
    request: HttpRequest, state: IncomingState | None = None, before: int = 2**63 - 1
) -> list[IncomingMessage]:
    """The newest hundred, or those older than the one with the id `before`. For operators."""
    require(request, "mail.see_kept")
    return list(queries.listed(state or "").filter(pk__lt=before)[:MOST])


@router.post("/server/mail/incoming/{pk}/{verb}", response=IncomingOut, auth=write)
def act(request: HttpRequest, pk: int, verb: Literal["again", "drop"]) -> IncomingMessage:
    """Has a message read again, or ends the trying. For operators."""
    require(request, "mail.change_incoming")
    row = get_object_or_404(IncomingMessage.objects.defer("raw"), pk=pk)
    if not services.act(pk, verb):
        raise ValidationError(_("This message is in another state by now; look again."))
    row.refresh_from_db(fields=["state", "outcome", "last_error"])
    return row
