"""Reads of a message to many: who got it, who did not and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ..models import Copy, CopyState, Mailing


@dataclass(frozen=True)
class Tally:
    """How many copies are in each state; together they are `total`. `doubled` may have arrived twice."""

    total: int
    waiting: int
    sending: int
    sent: int
    failed: int
    bounced: int
    complained: int
    skipped: int
    doubled: int


def tally(mailing: Mailing) -> Tally:
    """One query."""
    counts = {
        state.value: Count("pk", filter=Q(state=state))
        for state in (CopyState(one) for one in CopyState)
    }
    doubled = Count("pk", filter=Q(doubts__gt=0))
    return Tally(
        **Copy.objects.filter(mailing=mailing).aggregate(
            total=Count("pk"), doubled=doubled, **counts
        )
    )


def copies(mailing: Mailing, state: str = "") -> QuerySet[Copy]:
    """In the order in which they were added."""
    found = Copy.objects.filter(mailing=mailing).order_by("pk")
    return found.filter(state=state) if state else found


def doubled(mailing: Mailing) -> QuerySet[Copy]:
    """Whose connection broke between DATA and its answer: they may have got it twice."""
    return copies(mailing).filter(doubts__gt=0)


def mailing_of(message_ids: Iterable[str]) -> list[str]:
    """References of the mailings of which one of these Message-IDs (with brackets) is a copy, by copy."""
    keys = [one.strip("<> ").partition("@")[0].lower() for one in message_ids if one]
    rows = Copy.objects.filter(key__in=keys[:50]).order_by("pk")
    return list(rows.values_list("mailing__reference", flat=True))
