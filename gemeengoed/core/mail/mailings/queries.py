"""Reads of a message to many: who got it, who did not and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from itertools import takewhile
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from gemeengoed.core.jobs.backlog import Backlog

from .. import parts, quoting
from ..models import Copy, CopyState, Mailing, MailingState
from . import template as templates


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


def copies_for(reference: str) -> QuerySet[Copy]:
    """Of all mailings, those for this recipient, oldest first."""
    found = Copy.objects.filter(reference=reference).select_related("mailing").order_by("pk")
    return found.defer("mailing__template")


def came_back_last(reference: str, most: int, since: datetime | None = None) -> int:
    """How many copies for this recipient came back one after the other, at most `most`: the last that did and
    those before it, sent from `since` on. Of later ones nobody knows yet."""
    gone = Copy.objects.filter(reference=reference, sent__isnull=False).order_by("-sent", "-pk")
    gone = gone if since is None else gone.filter(sent__gte=since)
    last = gone.filter(state=CopyState.BOUNCED).first()
    if last is None:
        return 0
    states = gone.filter(sent__lte=last.sent).values_list("state", flat=True)[:most]
    return len(list(takewhile(CopyState.BOUNCED.__eq__, states)))


def doubled(mailing: Mailing) -> QuerySet[Copy]:
    """Whose connection broke between DATA and its answer: they may have got it twice."""
    return copies(mailing).filter(doubts__gt=0)


def mailing_of(message_ids: Iterable[str]) -> list[str]:
    """References of the mailings of which one of these Message-IDs (with brackets) is a copy, by copy."""
    keys = [one.strip("<> ").partition("@")[0].lower() for one in message_ids if one]
    rows = Copy.objects.filter(key__in=keys[:50]).order_by("pk")
    return list(rows.values_list("mailing__reference", flat=True))


def listed() -> QuerySet[Mailing]:
    """The newest first."""
    return Mailing.objects.order_by("-pk")


def subject(mailing: Mailing) -> str:
    template = templates.from_bytes(bytes(mailing.template))
    fixed = dict(template.fields).get("Subject", "")
    return template.open_subject or str(make_header(decode_header(fixed)))


def counted(mailing: Mailing) -> list[tuple[str, Any, int]]:
    """(state, its name, how many) of each state that a copy is in."""
    found = tally(mailing)
    rows = [(value, label, getattr(found, value)) for value, label in CopyState.choices]
    return [row for row in rows if row[2]]


def sample(mailing: Mailing) -> parts.Letter:
    """As it was composed, with the names of its slots in their places."""
    template = templates.from_bytes(bytes(mailing.template))
    fields = "".join(f"{name}: {value}\r\n" for name, value in template.fields)
    body = "".join(
        words + (quoting.value(f"⟦{slot}⟧") if slot else "") for words, _, slot in template.body
    )
    return parts.letter(f"{fields}\r\n{body}".encode("ascii"))


def backlog() -> Backlog:
    """Copies that may go out now, and do not yet."""
    going = Mailing.objects.filter(state=MailingState.RUNNING, filled__isnull=False)
    left = Copy.objects.filter(mailing__in=going, state__in=[CopyState.WAITING, CopyState.SENDING])
    figures = left.aggregate(waiting=Count("pk"), oldest=Min("next_try"))
    failed = Copy.objects.filter(mailing__in=going, state=CopyState.FAILED)
    newest = failed.order_by("-pk").values_list("answer", flat=True).first()
    return Backlog(**figures, failed=failed.count(), last_error=newest or "")
