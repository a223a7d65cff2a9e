"""What goes next: in turn over the hosts, so that none holds up the others."""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Sequence
from datetime import datetime

from . import hosts, ledger
from .hosts import Circuit
from .outcomes import Came, Parcel

MOST = 300
"""Deliveries on their way at once."""
MOST_UNPROVEN = 200
"""Of those, to hosts that took nothing lately: however many of them hang, the others go on."""
_LOW = 2 * MOST
_HELD = 4000
_READ = 1000
_AHEAD, _AHEAD_PROVEN = 8, 256
"""So many are held for one host."""
_LOOK, _SOON = 1.0, 0.05
_SHARE = 5
"""Looking takes no more than one of so many parts of the time."""
_KEPT, _KEPT_FOR = 100, 15.0
"""Hosts to which connections stay open, and the seconds that an idle one does."""


class Supply:
    def __init__(self) -> None:
        self._queues: dict[str, deque[Parcel]] = {}
        self._turns: deque[str] = deque()
        """Hosts with something waiting and room for it, each once."""
        self._in_turns: set[str] = set()
        self._held: set[int] = set()
        self._flying = Counter[str]()
        self._unproven: dict[int, str] = {}
        self._circuits: dict[str, Circuit] = {}
        self._kept: OrderedDict[str, float] = OrderedDict()
        self._looked = -_LOOK
        self._soon = _SOON
        self._has_more = False
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
        most = _READ + len(self._held)
        found = ledger.due(most, full, now)
        fresh = [one for one in found if one.pk not in self._held]
        self._know({one.host for one in fresh}, now)
        held = sum([self._hold(one, now) for one in fresh])
        self._soon = max(_SOON, _SHARE * (time.monotonic() - self._looked))
        self._has_more = bool(full) or len(found) == most or held < len(fresh)

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
        has_room = self._flying[name] < self._circuits[name].window
        if has_room and self._queues.get(name) and name not in self._in_turns:
            self._turns.append(name)
            self._in_turns.add(name)

    def take(self) -> list[Parcel]:
        """What may go now; it counts as on its way until it is `ended`."""
        chosen: list[Parcel] = []
        passed: list[str] = []
        while self._turns and self.in_flight < MOST:
            name = self._turns.popleft()
            is_proven = self._circuits[name].is_proven
            if not is_proven and len(self._unproven) >= MOST_UNPROVEN:
                passed.append(name)
                continue
            self._in_turns.discard(name)
            parcel = self._queues[name].popleft()
            self._held.discard(parcel.pk)
            if not self._queues[name]:
                del self._queues[name]
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
        """Whether the connection to a host stays open: something waits for it, and there are not too many."""
        if name not in self._queues:
            return False
        now = time.monotonic()
        while self._kept and next(iter(self._kept.values())) < now - _KEPT_FOR:
            self._kept.popitem(last=False)
        if name not in self._kept and len(self._kept) >= _KEPT:
            return False
        self._kept[name] = now
        self._kept.move_to_end(name)
        return True
