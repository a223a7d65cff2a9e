"""One message to one reader: written in the transaction of the change that it tells of."""

from gemeengoed.core.jobs import wake

from . import addresses, headers
from .compose import Mail
from .delivery import deliver, has_relay
from .mailings import template
from .mailings.filling import Filler
from .models import MailState, OutgoingMessage


def post(
    mail: Mail, recipient: str, *, name: str = "", reference: str = "", message_id: str = ""
) -> OutgoingMessage:
    """Keeps `mail` for sending once the caller's transaction commits. `reference` is told back when it comes
    back; `message_id` with its brackets, when the caller wants to know it before. Raises headers.BadHeader
    for what cannot stand in a header or an address that nobody can be reached at."""
    key = addresses.new_token()
    message_id = message_id or f"<{key}@{addresses.domain()}>"
    address = headers.ascii_address(recipient)
    filled = Filler(template.made(mail)).fill({}, address, message_id, name)
    row = OutgoingMessage.objects.create(
        message_id=message_id,
        sender=addresses.bounce(key),
        recipient=address,
        subject=mail.subject[:300],
        returns=key,
        reference=reference,
        raw=filled.to_bytes(),
        state=MailState.WAITING if has_relay() else MailState.KEPT,
    )
    if row.state == MailState.WAITING:
        wake(deliver)
    return row
