"""What goes next: in turn over the hosts, so that none holds up the others."""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from . import hosts, ledger
from .hosts import Circuit
from .outcomes import Came, Parcel
from .room import room

_READ, _LOW, _HELD = 5000, 5000, 10_000
"""Rows that are read at once, below which number more are read, and above which none: some 6 MB."""
_PER_CONNECTION = 4
"""Deliveries that wait for each connection to a host before there is another."""
_AHEAD, _AHEAD_PROVEN = 8, 256
"""So many are held for one host."""
_LOOK, _SOON = 1.0, 0.05
_SHARE = 5
"""Looking takes no more than one of so many parts of the time."""
_TURN = 32
"""Deliveries to one host, over connections that are open, before another has its turn."""
_KEPT_FOR = 15.0
"""Seconds that a host counts as one to which a connection stays open."""


class Supply:
    def __init__(self) -> None:
        self._room = room()
        self._queues: dict[str, deque[Parcel]] = {}
        self._turns: deque[str] = deque()
        """Hosts with something waiting and room for it, each once."""
        self._in_turns: set[str] = set()
        self._in_a_row = Counter[str]()
        self._held: set[int] = set()
        self._flying = Counter[str]()
        self._unproven: dict[int, str] = {}
        self._circuits: dict[str, Circuit] = {}
        self._kept: OrderedDict[str, float] = OrderedDict()
        self._looked = -_LOOK
        self._soon = _SOON
        self._place: tuple[Any, int] | None = None
        """How far it was read; from the beginning again when the end is reached."""
        self._has_passed = self._has_more = False
        """Whether something due was left where it is, since enough of its kind is held."""
        self.in_flight = 0

    @property
    def size(self) -> int:
        return len(self._held)

    def look(self, now: datetime, *, at_once: bool = False) -> None:
        """Reads what is due: at once when there is nothing else to do, soon while there is more and little is
        held, else now and then."""
        ago = time.monotonic() - self._looked
        is_low = self._has_more and len(self._held) < _LOW and ago > self._soon
        if len(self._held) >= _HELD or not (at_once or is_low or ago > _LOOK):
            return
        self._looked = time.monotonic()
        full = [name for name in self._queues if self._is_full(name)]
        found = ledger.due(_READ, full, self._place, now)
        is_end = len(found) < _READ
        self._place = None if is_end else found[-1].order
        fresh = [one for one in found if one.pk not in self._held]
        self._know({one.host for one in fresh}, now)
        held = sum([self._hold(one, now) for one in fresh])
        self._soon = max(_SOON, _SHARE * (time.monotonic() - self._looked))
        self._has_passed = bool(full) or held < len(fresh) or (self._has_passed and not is_end)
        self._has_more = self._has_passed or not is_end

    def _know(self, names: set[str], now: datetime) -> None:
        self._circuits |= hosts.circuits(names - self._circuits.keys(), now)
        for name in names:
            words = self._circuits[name].takes_nothing
            if words:
                hosts.turn_down([name], words, now)

    def _hold(self, parcel: Parcel, now: datetime) -> bool:
        circuit = self._circuits[parcel.host]
        if circuit.takes_nothing or circuit.is_open(now) or self._is_full(parcel.host):
            return False
        self._queues.setdefault(parcel.host, deque()).append(parcel)
        self._held.add(parcel.pk)
        self._may_go(parcel.host)
        return True

    def _is_full(self, name: str) -> bool:
        most = _AHEAD_PROVEN if self._circuits[name].is_proven else _AHEAD
        return len(self._queues.get(name, ())) >= most

    def _may_go(self, name: str) -> None:
        waiting = len(self._queues.get(name, ()))
        room = min(self._circuits[name].window, 1 + waiting // _PER_CONNECTION)
        if not waiting or self._flying[name] >= room or name in self._in_turns:
            return
        self._in_turns.add(name)
        if 0 < self._in_a_row[name] < _TURN:
            self._turns.appendleft(name)
        else:
            self._turns.append(name)
            self._in_a_row[name] = 0

    def take(self) -> list[Parcel]:
        """What may go now; it counts as on its way until it is `ended`."""
        chosen: list[Parcel] = []
        passed: list[str] = []
        while self._turns and self.in_flight < self._room.most:
            name = self._turns.popleft()
            is_proven = self._circuits[name].is_proven
            if not is_proven and len(self._unproven) >= self._room.unproven:
                passed.append(name)
                continue
            self._in_turns.discard(name)
            parcel = self._queues[name].popleft()
            self._held.discard(parcel.pk)
            self._in_a_row[name] += 1
            if not self._queues[name]:
                del self._queues[name], self._in_a_row[name]
            self._flying[name] += 1
            self.in_flight += 1
            if not is_proven:
                self._unproven[parcel.pk] = name
            chosen.append(parcel)
            self._may_go(name)
        self._turns.extendleft(reversed(passed))
        return chosen

    def ended(self, parcels: Iterable[Parcel]) -> None:
        """They are no longer on their way."""
        for parcel in parcels:
            self.in_flight -= 1
            self._flying[parcel.host] -= 1
            if not self._flying[parcel.host]:
                del self._flying[parcel.host]
            self._unproven.pop(parcel.pk, None)
            self._may_go(parcel.host)

    def take_back(self, came: Sequence[Came], now: datetime) -> list[Circuit]:
        """They are answered. To hosts that are to be left alone nothing goes any more; returns those of which
        something is to be written."""
        self.ended(one.parcel for one in came)
        touched: dict[str, Circuit] = {}
        for one in came:
            circuit = self._circuits[one.parcel.host]
            circuit.learn(one.answer, now)
            touched[circuit.name] = circuit
            if circuit.is_open(now) or circuit.given_up:
                self._drop(circuit.name)
        changed = [circuit for circuit in touched.values() if circuit.is_changed]
        for circuit in changed:
            circuit.is_changed = False
        return changed

    def _drop(self, name: str) -> None:
        for parcel in self._queues.pop(name, ()):
            self._held.discard(parcel.pk)
        if name in self._in_turns:
            self._in_turns.discard(name)
            self._turns.remove(name)

    def dialect(self, name: str) -> str:
        return self._circuits[name].dialect

    def keeps(self, name: str) -> bool:
        """Whether a connection to a host stays open: something waits for it and for the others there, and
        there are not too many."""
        if len(self._queues.get(name, ())) < self._flying[name]:
            self._kept.pop(name, None)
            return False
        now = time.monotonic()
        while self._kept and next(iter(self._kept.values())) < now - _KEPT_FOR:
            self._kept.popitem(last=False)
        if name not in self._kept and len(self._kept) >= self._room.kept:
            return False
        self._kept[name] = now
        self._kept.move_to_end(name)
        return True
