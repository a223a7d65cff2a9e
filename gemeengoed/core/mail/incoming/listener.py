"""Listening for mail, in the work process: what is answered with 250 is committed, and nothing else is."""

import asyncio
import logging
import re
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from email.utils import formatdate
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connections, transaction

from .. import addresses
from . import session as sessions
from .door import Door, name_of
from .receiving import is_full, receive
from .routing import route
from .source import Source, parse

logger = logging.getLogger(__name__)

MOST_RECIPIENTS = 20
"""Of one message; whoever has more brings it again (RFC 5321, section 4.5.3.1.10)."""
MOST_UNKNOWN = 50
THREADS = 2
SECONDS_BETWEEN_TRIES = 10.0
SECONDS_TO_END = 3.0
LATER = "451 4.3.0 Cannot keep mail at this moment; try again later"
UNKNOWN = "550 5.1.1 Nobody here has that address"
TOO_MANY_UNKNOWN = "421 4.7.0 Too many addresses that nobody has"
TAKEN = "250 2.0.0 Kept"


class Receiver:
    """What aiosmtpd asks at each step (its 'handler')."""

    def __init__(self, source: Source, door: Door, threads: ThreadPoolExecutor) -> None:
        self.door = door
        self.threads = threads
        self.by_lmtp = source.scheme == "lmtp"

    async def handle_EHLO(  # noqa: N802 - so aiosmtpd calls it
        self, server: Any, session: Session, envelope: Envelope, name: str, offers: list[str]
    ) -> list[str]:
        """Nobody logs in here; our answers hold codes (RFC 2034)."""
        session.host_name = name
        kept = [offer for offer in offers if not offer.startswith("250-AUTH")]
        return [*kept[:-1], "250-ENHANCEDSTATUSCODES", kept[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.door.may_bring(name_of(session.peer)):
            return "450 4.7.1 Too many messages in a minute; try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients; bring the rest again"
        known = await self._in_thread(lambda: route(address) is not None, None)
        if known is None:
            return LATER
        if not known:
            server.unknown += 1
            return UNKNOWN if server.unknown <= MOST_UNKNOWN else TOO_MANY_UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        content: bytearray = server.content
        size = len(content) * len(envelope.rcpt_tos)
        if await self._in_thread(lambda: is_full(size), True):
            return self._answers(envelope, [LATER] * len(envelope.rcpt_tos))
        above = trace(session, envelope, by_lmtp=self.by_lmtp)
        groups = [[one] for one in envelope.rcpt_tos] if self.by_lmtp else [envelope.rcpt_tos]
        answers = [
            await self._in_thread(partial(_keep, envelope, group, content, above), LATER)
            for group in groups
        ]
        return self._answers(envelope, answers)

    def _answers(self, envelope: Envelope, answers: list[str]) -> str:
        """By LMTP one for each recipient, in their order (RFC 2033, section 4.2); else only one."""
        return "\r\n".join(answers) if self.by_lmtp else answers[0]

    async def _in_thread(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        """What `ask` says, or `otherwise` when it cannot, such as when the database is away."""

        def asked() -> Any:
            close_old_connections()
            try:
                return ask()
            except Exception:
                logger.exception("mail was not taken")
                return otherwise
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self.threads, asked)


def _keep(envelope: Envelope, recipients: list[str], content: bytearray, above: bytes) -> str:
    with transaction.atomic():
        for recipient in recipients:
            receive(envelope.mail_from or "", recipient, content, above)
    return TAKEN


def trace(session: Session, envelope: Envelope, *, by_lmtp: bool) -> bytes:
    """The lines that a server puts above what it takes (RFC 5321, section 4.4; RFC 3848)."""
    how = "LMTP" if by_lmtp else "ESMTP" if session.extended_smtp else "SMTP"
    how += "S" if session.ssl is not None and how != "SMTP" else ""
    name = _plain(session.host_name or "unknown")
    sender = _plain((envelope.mail_from or "").strip("<>"))
    peer = _plain(str(session.peer[0]) if isinstance(session.peer, tuple) else "local")
    return (
        f"Return-Path: <{sender}>\r\n"
        f"Received: from {name} ([{peer}])\r\n\tby {addresses.domain()} with {how}; {formatdate()}\r\n"
    ).encode("utf-8", "replace")


def _plain(words: str) -> str:
    return re.sub(r"[^\w.@+=:/#!$%&*?^{}|~'\[\]-]", "", words)[:320]


class Certificate:
    """The certificate for STARTTLS (RFC 3207), read again when its file was renewed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.context: ssl.SSLContext | None = None
        self.read_at = 0.0

    def current(self) -> ssl.SSLContext | None:
        if not self.source.certificate:
            return None
        try:
            changed = Path(self.source.certificate).stat().st_mtime
            if self.context is None or changed != self.read_at:
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(self.source.certificate, self.source.key)
                self.context, self.read_at = context, changed
        except (OSError, ssl.SSLError) as error:
            logger.error("the certificate of GEMEENGOED_MAIL_IN cannot be read: %s", error)
        return self.context


def start(ended: threading.Event) -> None:
    """Listens in a thread of its own when `GEMEENGOED_MAIL_IN` says so, until `ended` is set."""
    source = parse(settings.MAIL_IN) if settings.MAIL_IN else None
    if source is not None and source.listens:
        threading.Thread(target=listen, args=(source, ended), name="mail-in", daemon=True).start()


def listen(
    source: Source, ended: threading.Event, began: Callable[[int], None] = lambda port: None
) -> None:
    """Takes mail until `ended` is set; `began` hears the port. When the port is taken, such as by a
    process that is about to end, it tries again each 10 seconds."""
    told = False
    while not ended.is_set():
        try:
            asyncio.run(_serve(source, ended, began))
        except OSError as error:
            if not told:
                logger.error("cannot listen for mail on %s: %s", source.name, error)
            told = True
            ended.wait(SECONDS_BETWEEN_TRIES)


async def _serve(source: Source, ended: threading.Event, began: Callable[[int], None]) -> None:
    loop = asyncio.get_running_loop()
    door, certificate = Door(source.rate), Certificate(source)
    kind = sessions.LmtpSession if source.scheme == "lmtp" else sessions.Session
    with ThreadPoolExecutor(THREADS, "mail-in") as threads:
        receiver = Receiver(source, door, threads)

        def make() -> sessions.Session:
            return kind(
                receiver,
                door,
                hostname=addresses.domain(),
                loop=loop,
                tls_context=certificate.current(),
            )

        server = await loop.create_server(make, source.host, source.port, backlog=100)
        try:
            began(server.sockets[0].getsockname()[1])
            logger.info("listening for mail on %s", source.name)
            await asyncio.to_thread(ended.wait)
        finally:
            server.close()
            _leave_database(threads)


def _leave_database(threads: ThreadPoolExecutor) -> None:
    """Each thread closes its connection; they wait for one another, so that each has one of the calls."""
    together = threading.Barrier(THREADS)

    def leave() -> None:
        together.wait(SECONDS_TO_END)
        connections.close_all()

    wait([threads.submit(leave) for _ in range(THREADS)], SECONDS_TO_END)
