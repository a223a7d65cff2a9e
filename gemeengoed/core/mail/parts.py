"""The parts of a message that can be shown (RFC 2045, RFC 2046)."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Letter:
    """The parts of a message that can be shown; each may be empty."""

    text: str
    html: str


def letter(raw: bytes) -> Letter:
    """The text and HTML parts of a whole message."""
    message = message_from_bytes(raw, policy=policy.default)
    return Letter(_part(message, "plain"), _part(message, "html"))


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return str(body.get_content()) if body is not None else ""
