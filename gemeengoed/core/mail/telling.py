"""Whoever sent something is told when it does not arrive.

What the relay refuses is noted in the transaction in which that is written, and told after it: a crash in
between is made good by a sweep each minute.
"""

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from gemeengoed.core import registry

from . import ledger, outcomes
from .ledger import Outcome
from .models import Copy, CopyState, MailState, OutgoingMessage, Untold

logger = logging.getLogger(__name__)
BATCH = 500
"""Told at most in one go; the rest a minute later."""


def tell(reference: str, kind: str, why: str) -> None:
    """Tells each capability; those that sent something else know by the reference that it is not theirs.
    `kind` is 'bounced', 'soft-bounced' or 'complained'."""
    for capability in registry.capabilities():
        if reference and capability.mail_came_back is not None:
            capability.mail_came_back(reference, kind, why)


def note(failed: Iterable[tuple[str, str, str]]) -> int:
    """Keeps that each (reference, kind, why) must be told; call it in the transaction in which they fail.
    Returns how many that are: a message without a reference concerns nobody."""
    rows = [Untold(reference=one, kind=kind, why=why[:300]) for one, kind, why in failed if one]
    return len(Untold.objects.bulk_create(rows))


def note_outcomes(came: Sequence[Outcome]) -> int:
    """The same for what the relay said, once that is written: of a single message whatever ended it, of a
    copy that its address is no good."""
    unknown = [(one, outcomes.is_unknown(one)) for one in came if one.state == CopyState.FAILED]
    return note(
        (_reference(one), "bounced" if is_bad else "soft-bounced", one.words)
        for one, is_bad in unknown
        if is_bad or one.row.ledger is ledger.OUTBOX
    )


def tell_noted() -> None:
    """Tells what is noted, each in one transaction with forgetting it. A capability that fails here is
    noted, and asked again later."""
    due = Untold.objects.filter(next_try__lte=timezone.now()).order_by("pk")
    for row in list(due[:BATCH]):
        try:
            with transaction.atomic():
                if Untold.objects.filter(pk=row.pk).delete()[0]:
                    tell(row.reference, row.kind, row.why)
        except Exception:
            logger.exception("telling that mail to %s was refused failed", row.reference)
            row.attempts += 1
            wait = outcomes.wait(row.attempts)
            same = Untold.objects.filter(pk=row.pk)
            same.update(attempts=row.attempts, next_try=timezone.now() + wait)


def _reference(one: Outcome) -> str:
    """Empty when the row went, or somebody gave it another state in the meantime."""
    if one.row.ledger is ledger.COPIES:
        copies = Copy.objects.filter(pk=one.row.pk, state=CopyState.FAILED)
        own, of_all = copies.values_list("reference", "mailing__reference").first() or ("", "")
        return own or of_all
    singles = OutgoingMessage.objects.filter(pk=one.row.pk, state=MailState.FAILED)
    return singles.values_list("reference", flat=True).first() or ""
