"""Reads of the outbox: what operators see of it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.db.models import Q, QuerySet

from gemeengoed.core.jobs.backlog import Backlog, measure

from .models import MailState, OutgoingMessage


@dataclass(frozen=True)
class Letter:
    """The parts of a message that can be shown; each may be empty."""

    text: str
    html: str


def letter(row: OutgoingMessage) -> Letter:
    """The text and HTML parts of the raw message (RFC 2045, RFC 2046)."""
    message = message_from_bytes(bytes(row.raw), policy=policy.default)
    return Letter(_part(message, "plain"), _part(message, "html"))


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return str(body.get_content()) if body is not None else ""


def listed(state: str = "") -> QuerySet[OutgoingMessage]:
    """Newest first, without their raw bytes."""
    rows = OutgoingMessage.objects.defer("raw").order_by("-pk")
    return rows.filter(state=state) if state else rows


def backlog() -> Backlog:
    """Messages that wait for the relay."""
    return measure(
        OutgoingMessage.objects.all(),
        waiting=Q(state__in=[MailState.WAITING, MailState.SENDING]),
        since="created",
        failed=Q(state=MailState.FAILED),
    )
