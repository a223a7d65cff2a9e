"""What is written in a message, as plain data, before it is bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from . import addresses, headers

_OURS = (
    "from to cc bcc subject date message-id reply-to return-path sender received mime-version "
    "content-type content-transfer-encoding content-language auto-submitted dkim-signature"
)
OURS = frozenset(_OURS.split())
"""Fields that are made here, so that nobody gives them."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message. Every string may hold slots `⟦name⟧` when it goes to many (`slots.py`).

    `text` is the plain part; when it is empty it is made from the HTML. `html` is a whole document
    (`html.document`), whose styles are inlined once, or empty. `sender` and `reply_to` are addresses, each
    with a name that may be empty; an empty `sender` is the server's own. `language` is a code such as 'nl'.
    `auto_submitted` is '', 'auto-generated' or 'auto-replied' (RFC 3834, section 5). `headers` are further
    fields, such as those of `lists.fields`.
    """

    subject: str
    text: str = ""
    html: str = ""
    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    reply_to_name: str = ""
    language: str = ""
    auto_submitted: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def sender_of(mail: Mail) -> tuple[str, str]:
    """The name and address that it is from. Raises BadHeader for an address at another domain than the
    mail's own: what is signed and returns here would not fit it (RFC 7489, section 3.1)."""
    name, address = headers.split(settings.DEFAULT_FROM_EMAIL)
    if mail.sender in ("", address):
        return mail.sender_name or name, address
    domain = mail.sender.rpartition("@")[2].lower()
    if domain != addresses.domain():
        raise headers.BadHeader(f"{mail.sender!r} is not at {addresses.domain()}.")
    return mail.sender_name, mail.sender


def check(mail: Mail) -> None:
    """Raises BadHeader when a further field is one of ours, or no field."""
    for name in mail.headers:
        if headers.name_of(name).lower() in OURS:
            raise headers.BadHeader(f"{name} is made from the other parts of the mail.")
    if mail.auto_submitted not in ("", "auto-generated", "auto-replied"):
        raise headers.BadHeader(f"Auto-Submitted cannot be {mail.auto_submitted!r}.")
