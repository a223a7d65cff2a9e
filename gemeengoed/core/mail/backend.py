"""Django's mail backend: a message becomes a row in the transaction of the change it tells of."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation

from . import headers, outgoing
from .compose import Mail

logger = logging.getLogger(__name__)

AUTOMATIC = "auto-generated"
"""What is sent this way is never written by hand (RFC 3834, section 5)."""


class OutboxBackend(BaseEmailBackend):
    """Writes one row a recipient: a rolled back change sends nothing, a committed one is not lost."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            return sum(_post(message) for message in email_messages)


def _post(message: EmailMessage) -> int:
    """Whether anybody gets it."""
    if message.attachments:
        raise ValueError("Mail of the server has no attachments: put a link in it.")
    mail = _mail(message)
    posted = 0
    for recipient in message.recipients():
        name, address = headers.split(recipient)
        try:
            headers.ascii_address(address)
        except (
            headers.BadHeader
        ) as error:  # what somebody typed once must not break what they do now
            logger.warning("mail is not sent: %s", error)
        else:
            outgoing.post(mail, address, name=name)
            posted = 1
    return posted


def _mail(message: EmailMessage) -> Mail:
    name, address = headers.split(message.from_email)
    reply_name, reply_to = headers.split(message.reply_to[0]) if message.reply_to else ("", "")
    return Mail(
        subject=str(message.subject),
        text=str(message.body),
        html=_html(message),
        sender=address,
        sender_name=name,
        reply_to=reply_to,
        reply_to_name=reply_name,
        language=translation.get_language() or "",
        auto_submitted=AUTOMATIC,
        headers={name: str(value) for name, value in message.extra_headers.items()},
    )


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(part) for part, kind in message.alternatives if kind == "text/html"), "")
