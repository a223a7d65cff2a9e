"""Reads of the outbox: what operators see of it."""

from django.db.models import Q, QuerySet

from gemeengoed.core.jobs.backlog import Backlog, measure

from . import parts
from .models import MailState, OutgoingMessage


def letter(row: OutgoingMessage) -> parts.Letter:
    return parts.letter(bytes(row.raw))


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


def posted(reference: str) -> QuerySet[OutgoingMessage]:
    """With this reference, oldest first, without their raw bytes."""
    return OutgoingMessage.objects.filter(reference=reference).defer("raw").order_by("pk")


def is_posted(message_id: str) -> bool:
    """Whether a message with this Message-ID (with brackets) is here; what went out stays two days."""
    return OutgoingMessage.objects.filter(message_id=message_id).exists()
