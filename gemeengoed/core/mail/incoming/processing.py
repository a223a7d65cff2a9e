"""From what arrived to what comes of it: each row is claimed with a lease, judged, and ends with a word."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from gemeengoed.core.jobs import job

from ..models import IncomingMessage, IncomingState
from . import bounces, coming_back, complaints, keeping
from .mime import Headers, headers_of
from .reading import read
from .routing import Kind, Route, route, takers
from .sorting import Sort, sort

logger = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
TOO_LARGE = "x-gemeengoed-too-large"
"""Above the headers of a message of which nothing else was fetched (`mailbox`)."""
MOST_ATTEMPTS = 10
"""A good day of trying; then an operator sees it as failed, and can have it tried again."""
Outcome = tuple[IncomingState, str]
_GAVE_UP: Outcome = (IncomingState.FAILED, "ended the work process")
"""Each time that it was read, the process ended before it could say what came of it."""


@job
def process() -> None:
    """Judges what is due; woken for each message, and called by a sweep each minute."""
    for row in _claimed():
        try:
            state, word = judge(row) if row.attempts <= MOST_ATTEMPTS else _GAVE_UP
        except Exception as error:  # whatever a taker raised: this message waits, the others go on
            logger.exception("the message %s could not be handled", row.pk)
            _try_later(row, error)
        else:
            _ended(row, state, word)


def judge(row: IncomingMessage) -> Outcome:
    raw = bytes(row.raw)
    headers = headers_of(raw)
    found = route(row.recipient)
    if headers.names()[:1] == [TOO_LARGE] or found is None:
        return IncomingState.DROPPED, "unknown address" if found is None else "too large"
    kind = sort(headers, row.sender)
    complaint = complaints.read(raw) if kind == Sort.COMPLAINT else None
    if complaint is not None:
        keeping.is_about(row, coming_back.to_whom(*complaint.keys))
        return IncomingState.TAKEN, coming_back.complained(complaint)
    if found.kind == Kind.BOUNCE:
        keeping.is_about(row, coming_back.to_whom(found.key))
        return _come_back(found, kind, raw)
    if found.kind == Kind.OPERATORS and kind != Sort.LOOP:
        return IncomingState.TAKEN, "for operators"
    if kind != Sort.MAIL:
        return IncomingState.DROPPED, kind.value
    return _taken(row, raw, headers, found)


def _come_back(found: Route, kind: Sort, raw: bytes) -> Outcome:
    """What arrives at a return path is a bounce, or an automatic answer that went astray."""
    bounce = bounces.read(raw) if kind != Sort.LOOP else None
    if bounce is not None:
        return IncomingState.TAKEN, coming_back.bounced(found.key, bounce)
    word = "no failure" if kind in (Sort.BOUNCE, Sort.MAIL) else kind.value
    return IncomingState.DROPPED, word


def _taken(row: IncomingMessage, raw: bytes, headers: Headers, found: Route) -> Outcome:
    from . import authenticity  # noqa: PLC0415 - dnspython and dkimpy, 5 MB, for mail that came in

    authentic = authenticity.judge(raw, headers, row.sender)
    if authentic == "fail":
        return IncomingState.DROPPED, Sort.FORGED.value
    mail = read(row.pk, raw, row.received, authentic)
    for taken in takers(found):
        word = taken.take(mail, found.key)
        if word:
            return IncomingState.TAKEN, word[:60]
    return IncomingState.DROPPED, "nobody took it"


def _claimed() -> Iterator[IncomingMessage]:
    """Leases due rows one by one, oldest first, so that a crash holds up one row and not all."""
    now = timezone.now()
    due = Q(state=IncomingState.WAITING, next_try__lte=now)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    found = IncomingMessage.objects.filter(due, free).order_by("pk")
    for pk in list(found.values_list("pk", flat=True)[:BATCH]):
        claimed = IncomingMessage.objects.filter(due, free, pk=pk).update(
            lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
        )
        if claimed:
            yield IncomingMessage.objects.get(pk=pk)


def _ended(row: IncomingMessage, state: IncomingState, word: str) -> None:
    IncomingMessage.objects.filter(pk=row.pk).update(
        state=state, outcome=word, lease_until=None, last_error=""
    )


def _try_later(row: IncomingMessage, error: Exception) -> None:
    wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
    gives_up = row.attempts >= MOST_ATTEMPTS
    IncomingMessage.objects.filter(pk=row.pk).update(
        state=IncomingState.FAILED if gives_up else IncomingState.WAITING,
        next_try=timezone.now() + wait,
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )
