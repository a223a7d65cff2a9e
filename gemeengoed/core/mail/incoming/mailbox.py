"""Fetching from a mailbox (IMAP, RFC 9051): each minute all that is unread.

A message is marked as read only when it is committed here; what a crash leaves unread is fetched again and
known by its digest. So nothing is lost and nothing is taken twice. The mailbox should be ours alone: what a
person reads there first is never fetched.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ..models import Mailbox
from .mime import Headers, headers_of
from .processing import TOO_LARGE
from .reading import ADDRESS, QUOTED, author
from .receiving import MOST_BYTES, is_full, receive
from .routing import route
from .source import FETCHING, LOCAL, Source, parse

logger = logging.getLogger(__name__)

SECONDS = 30
"""For one answer of the server."""
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
BATCH = 500
"""Messages of one visit; the rest is for the next."""
LONGEST_HEADERS = 64 * 1024
MOST_RECIPIENTS = 20
_DELIVERED = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")
"""What servers note of the envelope when they deliver."""
_WRITTEN = ("To", "Cc", "Resent-To")


def fetch() -> None:
    """Called by the clock. When the server is away the next visit comes later and later."""
    source = parse(settings.MAIL_IN) if settings.MAIL_IN else None
    if source is None or source.scheme not in FETCHING:
        return
    Mailbox.objects.get_or_create(name=source.name)
    now = timezone.now()
    free = Mailbox.objects.filter(name=source.name, next_try__lte=now)
    if free.update(next_try=now + LEASE):
        _visit(source)


def _visit(source: Source) -> None:
    rows = Mailbox.objects.filter(name=source.name)
    try:
        with _opened(source) as connection:
            for uid in _unread(connection, source.folder):
                _take(connection, source, uid)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        logger.warning("the mailbox %s cannot be read: %s", source.name, error)
        failures = min(rows.values_list("failures", flat=True).get() + 1, 100)
        wait = min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT)
        words = f"{type(error).__name__}: {error}"[:300].replace("\0", "")
        rows.update(failures=failures, next_try=timezone.now() + wait, last_error=words)
    else:
        now = timezone.now()
        rows.update(failures=0, next_try=now, reached=now, last_error="")


@contextmanager
def _opened(source: Source) -> Iterator[imaplib.IMAP4]:
    """A session, encrypted where the server can; the password goes in clear text to this machine only."""
    context = ssl.create_default_context()
    if source.scheme == "imaps":
        connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            source.host, source.port, ssl_context=context, timeout=SECONDS
        )
    else:
        connection = imaplib.IMAP4(source.host, source.port, timeout=SECONDS)
    try:
        if source.scheme == "imap" and "STARTTLS" in connection.capabilities:
            connection.starttls(context)
        elif source.scheme == "imap" and source.host not in LOCAL:
            raise ValueError("the mail server offers no STARTTLS; the password stays here")
        _log_in(connection, source)
        yield connection
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            connection.logout()


def _log_in(connection: imaplib.IMAP4, source: Source) -> None:
    """By PLAIN where it is offered (RFC 4616), which takes every password."""
    if "AUTH=PLAIN" in connection.capabilities:
        said = f"\0{source.user}\0{source.password}".encode()
        connection.authenticate("PLAIN", lambda _challenge: said)
    else:
        connection.login(source.user, source.password)
    offers = _good(connection.capability(), "it does not say what it can")  # more than before
    if source.move and "MOVE" not in b" ".join(offers).decode("ascii").upper().split():
        raise ValueError("the mail server cannot move messages (RFC 6851): leave out move=")


def _unread(connection: imaplib.IMAP4, folder: str) -> list[str]:
    """UIDs of what is unread, oldest first. Raises imaplib.IMAP4.error when there is no such folder."""
    _good(connection.select(_name(folder)), f"there is no folder {folder!r}")
    [found] = _good(connection.uid("SEARCH", "UNSEEN"), "it cannot be searched")[:1] or [b""]
    return (found or b"").decode("ascii").split()[:BATCH]


def _take(connection: imaplib.IMAP4, source: Source, uid: str) -> None:
    size = _size(connection, uid)
    if is_full(min(size, MOST_BYTES)):
        raise ValueError("there is no room here for more mail")
    what = "BODY.PEEK[]" if size <= MOST_BYTES else f"BODY.PEEK[HEADER]<0.{LONGEST_HEADERS}>"
    raw = _fetched(connection, uid, what)
    if raw is None:  # somebody removed it in the meantime
        return
    above = f"{TOO_LARGE}: {size}\r\n".encode() if size > MOST_BYTES else b""
    headers = headers_of(raw)
    for recipient in recipients(headers) or [_first_written(headers)]:
        receive(return_path(headers), recipient, raw, above)
    _done(connection, source, uid)


def _size(connection: imaplib.IMAP4, uid: str) -> int:
    answer = _good(connection.uid("FETCH", uid, "(RFC822.SIZE)"), "it gives no sizes")
    found = re.search(
        rb"RFC822\.SIZE (\d+)", b" ".join(one for one in answer if isinstance(one, bytes))
    )
    return int(found[1]) if found else 0


def _fetched(connection: imaplib.IMAP4, uid: str, what: str) -> bytes | None:
    answer = _good(connection.uid("FETCH", uid, f"({what})"), "it gives no messages")
    return next((one[1] for one in answer if isinstance(one, tuple)), None)


def _done(connection: imaplib.IMAP4, source: Source, uid: str) -> None:
    """Marks it as read, and moves it where that is asked (RFC 6851)."""
    _good(
        connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"), "nothing can be marked as read"
    )
    if source.move:
        _good(connection.uid("MOVE", uid, _name(source.move)), f"nothing goes to {source.move!r}")


def _good(answer: tuple[str, list], otherwise: str) -> list:
    kind, data = answer
    if kind != "OK":
        said = data[0] if data and isinstance(data[0], bytes) else b""
        raise imaplib.IMAP4.error(f"{otherwise}: {said.decode('utf-8', 'replace')}")
    return data


def _name(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def recipients(headers: Headers) -> list[str]:
    """Our addresses that it came for: by what the server noted of the envelope, else by To and Cc."""
    for names in (_DELIVERED, _WRITTEN):
        found = (one.lower() for name in names for one in _addresses(headers, name))
        ours = [one for one in dict.fromkeys(found) if route(one)]
        if ours:
            return ours[:MOST_RECIPIENTS]
    return []


def _addresses(headers: Headers, name: str) -> list[str]:
    bare = (QUOTED.sub(" ", value) for value in headers.all(name)[:10])
    return [one for value in bare for one in ADDRESS.findall(value)[:50]]


def _first_written(headers: Headers) -> str:
    """For a message that is for nobody here, which is kept for a while all the same."""
    return next(iter(_addresses(headers, "To")), "unknown")


def return_path(headers: Headers) -> str:
    """The envelope's sender as the server noted it; else who wrote it. Empty when nobody may be answered."""
    said = headers.all("Return-Path")
    return said[0].strip().strip("<>").strip() if said else author(headers)[1]
