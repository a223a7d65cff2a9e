"""What an answer of the relay means for the message that it was about."""

import random
import re
from datetime import datetime, timedelta

from . import addresses
from .dialogue import Answer, Stage
from .ledger import Outcome, Waiting
from .models import CopyState

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
SHORT_WAIT = timedelta(seconds=2)
"""After a connection that broke before DATA: relays end one after so many messages."""
_SHORT = 3
UNDECIDED = timedelta(minutes=10)
"""Longer than any run that may still decide."""
MOST_ATTEMPTS = 20
"""About three days of trying: 1, 2, 4 … minutes, then each six hours."""
_JITTER = 0.25
_STATUS = re.compile(r"5\d\d 5\.1\.(\d{1,3})\b")
_NO_ADDRESS = frozenset({"0", "1", "2", "3", "6", "10"})
"""Details of 5.1.x that say that the recipient's address is no good; 7 and 8 are about the sender (RFC 3463,
section 3.2; RFC 7505)."""
_RECIPIENT = re.compile(r"[245]\.(?:1\.(?![78]\b)|2\.)")
"""About the recipient's address or mailbox (RFC 3463, sections 3.2 and 3.3)."""
_SENDER = re.compile(r"5\d\d 5\.(?:7\.|1\.[78]\b)")
"""About who may send, or the sender's address (sections 3.8 and 3.2)."""


def outcome(row: Waiting, answer: Answer, now: datetime) -> Outcome:
    """5xx is final for this recipient (RFC 5321, section 4.2.1), unless it was about us as sender; all else
    is tried again later."""
    if answer.is_accepted:
        return Outcome(row, CopyState.SENT, _words(answer), sent=now)
    attempts, doubts = row.attempts + 1, int(answer.in_doubt)
    if _is_final(answer) or attempts >= MOST_ATTEMPTS:
        return Outcome(row, CopyState.FAILED, _words(answer), doubts=doubts)
    next_try = now + _wait(answer, attempts)
    return Outcome(row, CopyState.WAITING, _words(answer), next_try=next_try, doubts=doubts)


def undecided(final: Outcome, now: datetime) -> Outcome:
    """The same while it is not known yet whether all are refused: it waits, so that a crash loses nobody."""
    return Outcome(final.row, CopyState.WAITING, final.words, next_try=now + UNDECIDED)


def refused_last(final: Outcome, now: datetime, *, alone: bool) -> Outcome:
    """The same once the run ended and nobody was taken after it: that is likely about us, so it is tried
    again, for about three days. One that is refused `alone` failed, unless its status says that it is us."""
    attempts = final.row.attempts + 1
    if attempts >= MOST_ATTEMPTS or (alone and not _SENDER.match(final.words)):
        return final
    return Outcome(final.row, CopyState.WAITING, final.words, next_try=now + wait(attempts))


def unusable(row: Waiting, error: ValueError) -> Outcome:
    """There is no message to make for it."""
    return Outcome(row, CopyState.FAILED, addresses.without(str(error)))


def wait(attempts: int) -> timedelta:
    """Ever longer, and never the same for all."""
    whole = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return whole * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - nothing secret


def _wait(answer: Answer, attempts: int) -> timedelta:
    if answer.stage == Stage.LOST and not answer.in_doubt:
        return SHORT_WAIT if attempts <= _SHORT else wait(attempts - _SHORT)
    return wait(attempts)


def is_unknown(came: Outcome) -> bool:
    """Whether it was refused because there is no such address."""
    found = _STATUS.match(came.words)
    return came.state == CopyState.FAILED and found is not None and found[1] in _NO_ADDRESS


def is_about_us(answer: Answer) -> bool:
    """Whether a refusal may tell of this server or its relay, and not of the recipient."""
    return _RECIPIENT.match(answer.words) is None


def _is_final(answer: Answer) -> bool:
    return answer.code >= 500 and answer.stage != Stage.SENDER


def _words(answer: Answer) -> str:
    words = addresses.without(answer.words)
    return f"{answer.code} {words}" if answer.code else words
