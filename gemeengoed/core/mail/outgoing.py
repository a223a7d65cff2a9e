"""One message to one reader: written in the transaction of the change that it tells of.

`post` does both steps. `composed` and `keep` are for who composes before the transaction begins.
"""

from collections.abc import Sequence
from dataclasses import replace

from gemeengoed.core.jobs import wake

from . import addresses, headers
from .compose import Mail
from .delivery import deliver, has_relay
from .mailings import template
from .mailings.filling import Filler
from .models import MailState, OutgoingMessage
from .slots import literal


def post(
    mail: Mail, recipient: str, *, name: str = "", reference: str = "", message_id: str = ""
) -> OutgoingMessage:
    """Keeps `mail` for sending once the caller's transaction commits. `reference` is told back when it comes
    back; `message_id` with its brackets, when the caller wants to know it before. Raises headers.BadHeader
    for what cannot stand in a header or an address that nobody can be reached at."""
    row = composed(mail, recipient, name=name, reference=reference, message_id=message_id)
    keep([row])
    return row


def composed(
    mail: Mail, recipient: str, *, name: str = "", reference: str = "", message_id: str = ""
) -> OutgoingMessage:
    """As `post`, but nothing is kept yet; `reference` may still be set on what is returned."""
    key = addresses.new_token()
    message_id = message_id or f"<{key}@{addresses.domain()}>"
    address = headers.ascii_address(recipient)
    filled = Filler(template.made(_without_slots(mail))).fill({}, address, message_id, name)
    return OutgoingMessage(
        message_id=message_id,
        sender=addresses.bounce(key),
        recipient=address,
        subject=mail.subject[:300],
        returns=key,
        reference=reference,
        raw=filled.to_bytes(),
        state=MailState.WAITING if has_relay() else MailState.KEPT,
    )


def _without_slots(mail: Mail) -> Mail:
    """One message has no values to fill in: what looks like a slot in it was typed by somebody."""
    return replace(
        mail,
        subject=literal(mail.subject),
        text=literal(mail.text),
        html=literal(mail.html),
        sender_name=literal(mail.sender_name),
        reply_to_name=literal(mail.reply_to_name),
        headers={name: literal(value) for name, value in mail.headers.items()},
    )


def keep(rows: Sequence[OutgoingMessage]) -> None:
    """Keeps what was composed, for sending once the caller's transaction commits."""
    OutgoingMessage.objects.bulk_create(rows)
    if any(row.state == MailState.WAITING for row in rows):
        wake(deliver)
