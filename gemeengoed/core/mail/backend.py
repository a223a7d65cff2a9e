"""Django's mail backend: a message becomes a row in the transaction of the change it tells of."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from gemeengoed.core.jobs import wake

from .delivery import deliver, has_relay
from .models import MailState, OutgoingMessage


class OutboxBackend(BaseEmailBackend):
    """Writes one row a recipient: a rolled back change sends nothing, a committed one is not lost."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            return sum(_queue(message) for message in email_messages if message.recipients())


def _queue(message: EmailMessage) -> int:
    written: Any = message.message()  # a SafeMIMEText, which knows `linesep`
    message_id = str(written["Message-ID"])
    state = MailState.WAITING if has_relay() else MailState.KEPT
    rows = [
        OutgoingMessage(
            message_id=message_id if number == 0 else f"{message_id}#{number}",
            sender=parseaddr(message.from_email)[1],
            recipient=recipient,
            subject=message.subject[:300],
            raw=written.as_bytes(linesep="\r\n"),
            state=state,
        )
        for number, recipient in enumerate(message.recipients())
    ]
    OutgoingMessage.objects.bulk_create(rows)
    if state == MailState.WAITING:
        wake(deliver)
    return 1
