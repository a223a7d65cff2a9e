"""The relay that takes our mail: `smtp://user:password@host:587` or `smtps://…` (RFC 5321, RFC 8314)."""

import smtplib
import ssl
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote, urlsplit

from . import pace
from .pace import Pace

SECONDS = 20
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class Relay:
    """`implicit_tls` begins with TLS (smtps://); otherwise STARTTLS is used when it is offered."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    implicit_tls: bool = False
    pace: Pace = field(default_factory=Pace)


def parse(url: str) -> Relay:
    """Raises ValueError when the address of the relay cannot be used."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("GEMEENGOED_EMAIL_URL must be smtp://host:port or smtps://host:port")
    return Relay(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=parts.scheme == "smtps",
        pace=_pace(parts.query),
    )


def _pace(query: str) -> Pace:
    try:
        return pace.parse(query)
    except ValueError as error:
        raise ValueError(f"In GEMEENGOED_EMAIL_URL, {error}.") from error


def connect(relay: Relay, ours: str | None = None) -> smtplib.SMTP:
    """An open session, encrypted where the relay can; `ours` is the name by which we greet. Raises OSError or
    smtplib.SMTPException.

    A password is never sent in clear text except to this machine.
    """
    seconds = min(SECONDS, relay.pace.timeout)
    if relay.implicit_tls:
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            relay.host, relay.port, ours, timeout=seconds, context=_context()
        )
        session.ehlo_or_helo_if_needed()
    else:
        session = smtplib.SMTP(relay.host, relay.port, ours, timeout=seconds)
        _start_tls(session, relay)
    if relay.user:
        session.login(relay.user, relay.password)
    return session


@cache
def _context() -> ssl.SSLContext:
    """Whom this machine trusts; reading that takes a while."""
    return ssl.create_default_context()


def _start_tls(session: smtplib.SMTP, relay: Relay) -> None:
    session.ehlo_or_helo_if_needed()
    if session.has_extn("starttls"):
        session.starttls(context=_context())
        session.ehlo()
    elif relay.user and relay.host not in ("localhost", "127.0.0.1", "::1"):
        raise smtplib.SMTPNotSupportedError("the relay offers no STARTTLS; the password stays here")
