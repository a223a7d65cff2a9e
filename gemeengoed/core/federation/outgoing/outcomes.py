"""What the answer of a host means: for the delivery, for the host, for who is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from gemeengoed.core.fetching import FetchError, Reason

from ..models import DeliveryState
from . import backoff

UNKNOWN = "stopped before it had answered"
_LATER = frozenset({401, 403, 408, 425, 429})
"""Refusals that may pass: an unknown key, a host that is being set up, too much at once."""
_NEVER = frozenset({Reason.ADDRESS, Reason.SCHEME, Reason.PRIVATE, Reason.PORT})
"""We do not go there."""
_BEFORE_A_WORD = ("ClientConnector", "ClientSSL", "gaierror", "NotDialled")
"""Errors that come before the request was sent."""


class Parcel(NamedTuple):
    """A delivery that is due. `order` is where it stands among them: when it was to go, as the database has
    it, and its number."""

    pk: int
    activity: int
    host: str
    inbox: str
    attempts: int
    order: tuple[Any, int]


class Health(StrEnum):
    """What an answer says of a host: it answers as it should, it fails, or nothing."""

    WELL = "well"
    ILL = "ill"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Answer:
    """`status` is 0 when there was none, and `reason` says why. `dialect` is that of the signature it came
    to. `in_doubt`: the host may have taken it all the same."""

    status: int = 0
    reason: Reason | None = None
    detail: str = ""
    after: str = ""
    dialect: str = ""
    in_doubt: bool = False

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def words(self) -> str:
        if self.status:
            return str(self.status)
        return f"{self.reason or ''}: {self.detail}".strip(": ")[:300]


class Came(NamedTuple):
    parcel: Parcel
    answer: Answer


class Outcome(NamedTuple):
    """What is written of one attempt; `next_try` is None when it will not be tried again."""

    parcel: Parcel
    state: str
    words: str = ""
    next_try: datetime | None = None
    doubts: int = 0


def failed(error: FetchError, dialect: str) -> Answer:
    if error.status:
        return Answer(error.status, after=error.after, dialect=dialect)
    broke_off = error.reason in (Reason.TIMEOUT, Reason.UNREACHABLE, Reason.GARBLED)
    in_doubt = broke_off and not error.detail.startswith(_BEFORE_A_WORD)
    return Answer(0, error.reason, error.detail, dialect=dialect, in_doubt=in_doubt)


def outcome(came: Came, created: datetime | None, now: datetime) -> Outcome:
    """Sent, failed for good, or tried again later, until it has waited too long since it was `created`, which
    nobody needs to know of what was sent."""
    parcel, answer = came
    if answer.is_taken:
        return Outcome(parcel, DeliveryState.SENT)
    doubts = int(answer.in_doubt)
    next_try = now + (rest(answer, now) or backoff.wait(parcel.attempts + 1))
    if is_final(answer) or (created and next_try - created > backoff.TRIED):
        return Outcome(parcel, DeliveryState.FAILED, answer.words, doubts=doubts)
    return Outcome(parcel, DeliveryState.WAITING, answer.words, next_try, doubts)


def is_final(answer: Answer) -> bool:
    if answer.status:
        return 400 <= answer.status < 500 and answer.status not in _LATER
    return answer.reason in _NEVER


def rest(answer: Answer, now: datetime) -> timedelta | None:
    """How long the host asks to be left alone (RFC 6585, section 4; RFC 9110, section 15.6.4)."""
    return backoff.asked(answer.after, now) if answer.status in (429, 503) else None


def health(answer: Answer) -> Health:
    """A refusal for good is an answer as well as any."""
    if answer.is_taken or (answer.status and is_final(answer)):
        return Health.WELL
    asks_for_rest = answer.status == 429 and answer.after
    is_ours = answer.reason in _NEVER or answer.detail == UNKNOWN
    return Health.UNTOLD if asks_for_rest or is_ours else Health.ILL
