"""What happens to a message of ours that came back, or that a reader complained about.

Whoever wants to forge either has to know the key in its return path, which only its recipient has seen;
and what the report says of it must agree, as far as it says anything.
"""

from dataclasses import dataclass

from django.db import transaction

from .. import addresses, telling
from ..models import Copy, CopyState, MailState, OutgoingMessage
from .bounces import Bounce
from .complaints import Complaint


@dataclass(frozen=True)
class _Sent:
    """What is known of a message that we sent; `recipient` is empty when the person was erased."""

    row: Copy | OutgoingMessage
    recipient: str
    message_id: str
    reference: str


def bounced(key: str, bounce: Bounce) -> str:
    """Notes that the message with that key did not arrive, and tells whoever sent it; the outcome."""
    sent = _sent(key)
    if sent is None:
        return "unknown bounce"
    agrees, certain = _agrees(sent, bounce)
    why = addresses.without(bounce.why)
    if not agrees:
        return "bounce disagrees"
    hard = bounce.hard and certain
    told = isinstance(sent.row, Copy) and sent.row.state == CopyState.BOUNCED
    with transaction.atomic():
        _note(sent.row, CopyState.BOUNCED, why)
        if hard or not told:  # a soft one is told once for each message
            telling.tell(sent.reference, "bounced" if hard else "soft-bounced", why)
    return "hard bounce" if hard else "soft bounce"


def complained(complaint: Complaint) -> str:
    """Notes a complaint about each message of ours that it holds the key of; the outcome."""
    found = [sent for sent in map(_sent, complaint.keys) if sent is not None]
    for sent in found:
        with transaction.atomic():
            _note(sent.row, CopyState.COMPLAINED, complaint.why)
            telling.tell(sent.reference, "complained", complaint.why)
    return "complaint" if found else "unknown complaint"


def to_whom(*keys: str) -> str | None:
    """The recipient of the first message that is known by one of the keys; empty when they were erased."""
    return next((sent.recipient for sent in map(_sent, keys) if sent is not None), None)


def _sent(key: str) -> _Sent | None:
    copy = Copy.objects.filter(key=key).select_related("mailing").first()
    if copy is not None:
        reference = copy.reference or copy.mailing.reference
        return _Sent(copy, copy.recipient, key, reference)
    row = OutgoingMessage.objects.filter(returns=key).defer("raw").first()
    if row is None:
        return None
    message_id = row.message_id.partition("#")[0].strip("<>")
    return _Sent(row, row.recipient, message_id, row.reference)


def _agrees(sent: _Sent, bounce: Bounce) -> tuple[bool, bool]:
    """(whether what the report says fits, whether it is sure to be about this address).

    A recipient that differs at the end alone is no contradiction: mail is passed on.
    """
    said_id = bounce.message_id.strip("<>").lower()
    fits_id = _starts(said_id, sent.message_id)
    fits_first = _same(bounce.recipient, sent.recipient)
    if not fits_id or not fits_first:
        return False, False
    return True, bool(said_id or bounce.recipient) or _same(bounce.final, sent.recipient)


def _starts(said: str, known: str) -> bool:
    """A Copy's Message-ID is its key and our domain; of it the key is compared."""
    known = known.lower()
    return not said or said == known or said.partition("@")[0] == known


def _same(said: str, known: str) -> bool:
    return not said or not known or said.lower() == known.lower()


def _note(row: Copy | OutgoingMessage, state: CopyState, why: str) -> None:
    """A complaint outweighs a bounce: it can come only from where it arrived."""
    if isinstance(row, Copy):
        kept = [CopyState.COMPLAINED] if state == CopyState.BOUNCED else []
        rows = Copy.objects.filter(pk=row.pk).exclude(state__in=kept)
        rows.update(state=state, answer=why[:300], lease_until=None)
    elif state == CopyState.BOUNCED:
        rows_out = OutgoingMessage.objects.filter(pk=row.pk, state=MailState.SENT)
        rows_out.update(state=MailState.FAILED, last_error=f"came back: {why}"[:300])
    else:
        words = f"marked as unwanted: {why}"[:300]
        OutgoingMessage.objects.filter(pk=row.pk).update(last_error=words)
