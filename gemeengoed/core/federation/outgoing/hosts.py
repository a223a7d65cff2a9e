"""What is known of a host's health: when nothing is sent to it, and when it is given up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..models import Delivery, DeliveryState, Host, Measure
from . import backoff
from .outcomes import Answer, Health, health, rest

IN_A_ROW = 5
"""Failures after which nothing is sent for a while; then one delivery shows whether it is well again."""
GIVEN_UP = timedelta(days=7)
LONG_AGO = timedelta(days=1)
WIDE, NARROW = 8, 2
"""Deliveries on their way at once to a host that took something lately, and to another."""
_NOTED = timedelta(minutes=10)
"""How often it is written that a host took something."""
_HEARD = timedelta(minutes=1)


@dataclass
class Circuit:
    """One host, as long as something is sent there. `is_proven`: it took something lately. `rests_until`:
    nothing is sent before. `is_changed`: to be written."""

    name: str
    dialect: str
    failures: int
    failing_since: datetime | None
    open_until: datetime | None
    delivered: datetime | None
    given_up: datetime | None
    measure: str
    last_error: str = ""
    is_proven: bool = False
    is_changed: bool = False

    @property
    def window(self) -> int:
        """How many may be on their way at once; one when it is to be shown that it is well again."""
        if self.failures >= IN_A_ROW:
            return 1
        return WIDE if self.is_proven else NARROW

    @property
    def takes_nothing(self) -> str:
        """Why nothing goes there any more, or empty."""
        if self.measure == Measure.SUSPEND:
            return "this server is blocked"
        return "this server was given up" if self.given_up else ""

    @property
    def is_well(self) -> bool:
        return not self.failures and self.open_until is None

    def is_open(self, now: datetime) -> bool:
        return self.open_until is not None and self.open_until > now

    def learn(self, answer: Answer, now: datetime) -> None:
        state = health(answer)
        if state == Health.WELL:
            self._is_well(answer, now)
        elif state == Health.ILL and not self.is_open(now):
            self._fails(answer, now)
        asked = rest(answer, now)
        if asked is not None:
            self.open_until = max(now + asked, self.open_until or now)
            self.is_changed = True

    def _is_well(self, answer: Answer, now: datetime) -> None:
        learnt = answer.is_taken and answer.dialect not in ("", self.dialect)
        is_old = self.delivered is None or now - self.delivered > _NOTED
        if self.failures or learnt or is_old:
            self.is_changed = True
            self.delivered = now if answer.is_taken else self.delivered
        if learnt:
            self.dialect = answer.dialect
        self.failures, self.failing_since, self.open_until = 0, None, None
        self.last_error = ""
        self.is_proven = True

    def _fails(self, answer: Answer, now: datetime) -> None:
        self.is_changed, self.is_proven = True, False
        self.failures += 1
        self.failing_since = self.failing_since or now
        self.last_error = answer.words
        if self.failures >= IN_A_ROW:
            self.open_until = now + backoff.closed(self.failures - IN_A_ROW + 1)
        if now - self.failing_since >= GIVEN_UP:
            self.given_up = now


_READ = (
    "name", "dialect", "failures", "failing_since", "open_until", "delivered", "given_up", "measure",
    "last_error",
)  # fmt: skip


def circuits(names: Collection[str], now: datetime) -> dict[str, Circuit]:
    found = {}
    for values in Host.objects.filter(name__in=names).values_list(*_READ):
        one = Circuit(*values)
        lately = one.delivered is not None and now - one.delivered < LONG_AGO
        one.is_proven = lately and not one.failures
        found[one.name] = one
    return found


def write(changed: Iterable[Circuit], now: datetime) -> None:
    """Inside the transaction that writes the outcomes from which it was learnt."""
    theirs = sorted(changed, key=lambda one: one.name)
    well = [one for one in theirs if one.is_well]
    for dialect, delivered in {(one.dialect, one.delivered) for one in well}:
        names = [one.name for one in well if (one.dialect, one.delivered) == (dialect, delivered)]
        Host.objects.filter(name__in=names).update(
            failures=0,
            failing_since=None,
            open_until=None,
            last_error="",
            dialect=dialect,
            delivered=delivered,
        )
    fields = [name for name in _READ if name not in ("name", "measure")]
    for one in theirs:
        if one.is_well:
            continue
        Host.objects.filter(name=one.name).update(**{name: getattr(one, name) for name in fields})
        if one.given_up:
            turn_down([one.name], one.takes_nothing, now)
        elif one.open_until is not None and one.open_until > now:
            _put_off(one.name, one.open_until, now)


def turn_down(names: Collection[str], words: str, now: datetime) -> int:
    """Nothing goes to these hosts: what waits for them fails."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, host__in=names)
    return _fail(waiting, words, now)


def _put_off(name: str, until: datetime, now: datetime) -> None:
    """What waits for a host waits until it may be tried again, and not longer than anything else."""
    waiting = Delivery.objects.filter(
        state=DeliveryState.WAITING, host=name, lease_until__isnull=True
    )
    old = waiting.filter(created__lt=until - backoff.TRIED)
    _fail(old, "the server did not answer for three days", now)
    waiting.filter(next_try__lt=until).update(next_try=until)


def _fail(waiting: Any, words: str, now: datetime) -> int:
    return waiting.update(
        state=DeliveryState.FAILED, ended=now, lease_until=None, last_error=words[:300]
    )


def heard(*names: str) -> None:
    """Called for hosts of which an activity was accepted: one that was given up is tried again."""
    now = timezone.now()
    theirs = Host.objects.filter(name__in=names)
    theirs.filter(given_up__isnull=False).update(
        given_up=None, failures=0, failing_since=None, open_until=None, heard=now
    )
    theirs.filter(Q(heard__isnull=True) | Q(heard__lt=now - _HEARD)).update(heard=now)
