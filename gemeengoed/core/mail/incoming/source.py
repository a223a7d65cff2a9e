"""Where mail comes from: what `GEMEENGOED_MAIL_IN` says. No Django: the supervisor reads it as well.

smtp://127.0.0.1:8025?certificate=/path/chain.pem&key=/path/key.pem    listen (RFC 5321)
lmtp://127.0.0.1:8024?trust=mx.example.org                            listen (RFC 2033)
imaps://user:password@host/INBOX?move=Done                            fetch (RFC 9051)
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

LISTENING = ("smtp", "lmtp")
FETCHING = ("imap", "imaps")
_PORTS = {"imap": 143, "imaps": 993}
_OPTIONS = {
    "smtp": {"trust", "certificate", "key", "rate"},
    "lmtp": {"trust", "certificate", "key", "rate"},
    "imap": {"trust", "move"},
    "imaps": {"trust", "move"},
}
LOCAL = ("localhost", "127.0.0.1", "::1")
RATE = 120


@dataclass(frozen=True)
class Source:
    """`trust` is the authserv-id of the server whose Authentication-Results are believed (RFC 8601).
    `rate` is the number of messages that one peer may bring in a minute; 0: any number."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    trust: str = ""
    certificate: str = ""
    key: str = ""
    move: str = ""
    rate: int = 0

    @property
    def listens(self) -> bool:
        return self.scheme in LISTENING

    @property
    def name(self) -> str:
        """As it can be shown: without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        place = "" if self.listens else f"/{self.folder}"
        return f"{self.scheme}://{host}:{self.port}{place}"


def parse(url: str) -> Source:
    """Raises ValueError, saying what to write instead, when it cannot be used."""
    parts = urlsplit(url)
    if parts.scheme not in _OPTIONS or not parts.hostname:
        raise ValueError(
            "GEMEENGOED_MAIL_IN must be smtp://host:port or lmtp://host:port, to listen, "
            "or imaps://user:password@host/folder, to fetch."
        )
    options = _options(parts)
    if parts.scheme in LISTENING:
        return _listening(parts, options)
    return _fetching(parts, options)


def _options(parts: SplitResult) -> dict[str, str]:
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    known = _OPTIONS[parts.scheme]
    for name in given:
        if name not in known:
            choice = ", ".join(sorted(known))
            raise ValueError(
                f"GEMEENGOED_MAIL_IN knows no {name!r} after the question mark; it knows {choice}."
            )
    return given


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 0
    except ValueError:
        raise ValueError("GEMEENGOED_MAIL_IN has no number for a port after the host.") from None


def _listening(parts: SplitResult, options: dict[str, str]) -> Source:
    if not _port(parts):
        raise ValueError(
            "GEMEENGOED_MAIL_IN must name a port to listen on, such as smtp://127.0.0.1:8025."
        )
    if parts.username or parts.path.strip("/"):
        raise ValueError("GEMEENGOED_MAIL_IN must be a host and a port only, to listen.")
    if ("certificate" in options) != ("key" in options):
        raise ValueError("GEMEENGOED_MAIL_IN must name certificate and key together, or neither.")
    rate = options.get("rate", str(RATE if parts.scheme == "smtp" else 0))
    if not rate.isdecimal():
        raise ValueError("GEMEENGOED_MAIL_IN: rate must be a whole number of messages a minute.")
    return Source(
        parts.scheme,
        parts.hostname or "",
        _port(parts),
        trust=options.get("trust", ""),
        certificate=options.get("certificate", ""),
        key=options.get("key", ""),
        rate=int(rate),
    )


def _fetching(parts: SplitResult, options: dict[str, str]) -> Source:
    if not parts.username or not parts.password:
        raise ValueError(
            "GEMEENGOED_MAIL_IN must hold the user and password of the mailbox: "
            "imaps://user:password@host/folder, with %40 for an @ in either."
        )
    if not (parts.path + options.get("move", "")).isascii():
        raise ValueError("GEMEENGOED_MAIL_IN must name folders in plain letters (a to z).")
    return Source(
        parts.scheme,
        parts.hostname or "",
        _port(parts) or _PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        trust=options.get("trust", ""),
        move=options.get("move", ""),
    )
