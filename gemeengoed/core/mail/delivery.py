"""Handing the outbox to the relay: each row is claimed with a lease, and its state is committed.

'sending' is committed before DATA and 'sent' after the relay's 250. A crash in between leaves a row in
'sending' whose lease ends; it is sent again, since one mail twice is better than none.
"""

import logging
import smtplib
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from gemeengoed.core.jobs import job

from . import relay as relays
from .models import MailState, OutgoingMessage

logger = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 14
"""About two days of trying, then 'failed' (RFC 5321, section 4.5.4.1 asks for four to five days of a
relay; ours is one hop away)."""


def has_relay() -> bool:
    return bool(settings.EMAIL_URL)


@job
def deliver() -> None:
    """Sends what is due, over one connection; a sweep each minute calls this as well."""
    if not has_relay():
        return
    rows = _claimed(BATCH)
    first = next(rows, None)
    if first is None:
        return
    try:
        session = relays.connect(relays.parse(settings.EMAIL_URL))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        logger.warning("the mail relay cannot be reached: %s", error)
        _try_later(first, error)
        return
    _send_all(session, first, rows)


def _send_all(
    session: smtplib.SMTP, first: OutgoingMessage, rest: Iterator[OutgoingMessage]
) -> None:
    row: OutgoingMessage | None = first
    while row is not None:
        if not _send(session, row):
            break
        row = next(rest, None)
    try:
        session.quit()
    except (OSError, smtplib.SMTPException):
        logger.debug("the relay closed the connection first")


def _claimed(most: int) -> Iterator[OutgoingMessage]:
    """Leases due rows one by one, oldest first, so that a crash holds up one row and not all."""
    due = Q(state=MailState.WAITING, next_try__lte=timezone.now()) | Q(state=MailState.SENDING)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
    found = OutgoingMessage.objects.filter(due, free).order_by("pk")
    for pk in list(found.values_list("pk", flat=True)[:most]):
        claimed = OutgoingMessage.objects.filter(due, free, pk=pk).update(
            state=MailState.SENDING,
            lease_until=timezone.now() + LEASE,
            attempts=F("attempts") + 1,
        )
        # Erased between the claim and this, it is not sent, and the others are.
        if claimed and (row := OutgoingMessage.objects.filter(pk=pk).first()):
            yield row


def _send(session: smtplib.SMTP, row: OutgoingMessage) -> bool:
    """Whether the connection can be used for the next message."""
    try:
        session.sendmail(row.sender, [row.recipient], bytes(row.raw))
    except smtplib.SMTPServerDisconnected as error:
        _try_later(row, error)
        return False
    except (OSError, smtplib.SMTPException) as error:
        _refused(row, error)
        return not isinstance(error, OSError) or isinstance(error, smtplib.SMTPException)
    OutgoingMessage.objects.filter(pk=row.pk).update(
        state=MailState.SENT, sent=timezone.now(), lease_until=None, last_error=""
    )
    return True


def _refused(row: OutgoingMessage, error: Exception) -> None:
    """5xx is final (RFC 5321, section 4.2.1); all else is tried again."""
    if _code(error) >= 500:
        _fail(row, error)
    else:
        _try_later(row, error)


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return getattr(error, "smtp_code", 0)


def _try_later(row: OutgoingMessage, error: Exception) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _fail(row, error)
        return
    wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
    OutgoingMessage.objects.filter(pk=row.pk).update(
        state=MailState.WAITING,
        next_try=timezone.now() + wait,
        lease_until=None,
        last_error=_words(error),
    )


def _fail(row: OutgoingMessage, error: Exception) -> None:
    OutgoingMessage.objects.filter(pk=row.pk).update(
        state=MailState.FAILED, lease_until=None, last_error=_words(error)
    )


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
