"""Whoever sent something is told when it does not arrive."""

import logging
from collections.abc import Sequence

from gemeengoed.core import registry

from . import ledger
from .ledger import Outcome
from .models import Copy, CopyState, MailState, OutgoingMessage

logger = logging.getLogger(__name__)


def tell(reference: str, kind: str, why: str) -> None:
    """Tells each capability; those that sent something else know by the reference that it is not theirs.
    `kind` is 'bounced', 'soft-bounced' or 'complained'."""
    for capability in registry.capabilities():
        if reference and capability.mail_came_back is not None:
            capability.mail_came_back(reference, kind, why)


def refused(unknown: Sequence[Outcome]) -> None:
    """The relay itself said that these addresses are no good: the same as when mail comes back. Call it
    once that is committed; a capability that fails here is noted."""
    for one in unknown:
        reference = _reference(one)
        try:
            tell(reference, "bounced", one.words)
        except Exception:
            logger.exception("telling that mail to %s was refused failed", reference)


def _reference(one: Outcome) -> str:
    """Empty when the row went, or somebody gave it another state in the meantime."""
    if one.row.ledger is ledger.COPIES:
        copies = Copy.objects.filter(pk=one.row.pk, state=CopyState.FAILED)
        own, of_all = copies.values_list("reference", "mailing__reference").first() or ("", "")
        return own or of_all
    singles = OutgoingMessage.objects.filter(pk=one.row.pk, state=MailState.FAILED)
    return singles.values_list("reference", flat=True).first() or ""
