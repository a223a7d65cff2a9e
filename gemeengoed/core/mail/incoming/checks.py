"""What `gemeengoed check mail` says about mail that comes in."""

import socket
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from gemeengoed.core.registry import Finding

from ..domain_checks import records
from ..models import Mailbox
from . import queries
from .source import Source, parse

SECONDS = 5
LATE = timedelta(minutes=10)


def comes_in() -> Iterator[Finding]:
    """Whether the listener answers, or how it goes with the mailbox."""
    if not settings.MAIL_IN:
        yield "warning", "No mail comes in: GEMEENGOED_MAIL_IN says where it would come from."
        return
    source = parse(settings.MAIL_IN)
    yield from _listener(source) if source.listens else _mailbox(source)


def _listener(source: Source) -> Iterator[Finding]:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(source.host, source.host)  # noqa: S104
    try:
        with socket.create_connection((host, source.port), SECONDS) as connection:
            connection.settimeout(SECONDS)
            greeting = connection.recv(200)
    except OSError as error:
        yield (
            "error",
            f"Nobody listens for mail on {source.name} ({error}): does `gemeengoed work` run?",
        )
        return
    if b"Gemeengoed" in greeting:
        yield "good", f"This server listens for mail on {source.name}."
    else:
        said = greeting.decode("ascii", "replace").strip()
        yield "error", f"Another program listens on {source.name}: {said!r}. Choose another port."


def _mailbox(source: Source) -> Iterator[Finding]:
    row = Mailbox.objects.filter(name=source.name).first()
    if row is None:
        yield "warning", f"{source.name} has not been looked at yet: does `gemeengoed work` run?"
    elif row.failures:
        when = f"{row.next_try:%Y-%m-%d %H:%M} UTC"
        yield "error", f"{source.name} cannot be read ({row.last_error}); tried again at {when}."
    elif row.reached is None or timezone.now() - row.reached > LATE:
        yield "error", f"{source.name} was not read in the last minutes: start `gemeengoed work`."
    else:
        yield "good", f"{source.name} was read at {row.reached:%Y-%m-%d %H:%M} UTC."


def is_read() -> Iterator[Finding]:
    found = queries.backlog()
    late = found.oldest is not None and timezone.now() - found.oldest > LATE
    since = f", the oldest since {found.oldest:%Y-%m-%d %H:%M} UTC" if found.oldest else ""
    yield "error" if late else "good", f"{found.waiting} messages that came in wait{since}."
    if found.failed:
        place = "/settings/server/mail/incoming/"
        yield (
            "warning",
            f"{found.failed} messages that came in could not be handled; {place} shows why.",
        )


CHECKS = (comes_in, is_read, records)
