"""How long to wait: ever longer, and never the same for all."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=6)
TRIED = timedelta(days=3)
"""Since it was said; what has not arrived by then is given up."""
CLOSED = timedelta(minutes=5)
"""How long nothing is sent to a host that failed in a row, the first time."""
MOST_ASKED = timedelta(days=1)
"""The longest that a host may ask us to wait."""
_JITTER = 0.25


def wait(attempts: int) -> timedelta:
    """After so many failed attempts at one delivery: 1, 2, 4 … minutes, then each six hours."""
    return _grown(FIRST, attempts - 1)


def closed(times: int) -> timedelta:
    """For a host that was found failing so many times: 5, 10, 20 … minutes, then each six hours."""
    return _grown(CLOSED, times - 1)


def asked(value: str, now: datetime) -> timedelta | None:
    """What Retry-After asks for, in seconds or as a date (RFC 9110, section 10.2.3); None when it cannot be
    read. Bounded to a day."""
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), MOST_ASKED)
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(0), min(until - now, MOST_ASKED))


def _grown(first: timedelta, doublings: int) -> timedelta:
    whole = min(first * 2 ** max(0, min(doublings, 20)), LONGEST)
    return whole * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - nothing secret
