"""The parts of a declaration from which operators see how it goes: what waits, and what is counted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

Words = Any  # str or a lazy translation


class Waiting(Protocol):
    """What a queue says of itself: `jobs.backlog.Backlog` is one."""

    @property
    def waiting(self) -> int: ...
    @property
    def oldest(self) -> datetime | None: ...


@dataclass(frozen=True)
class Queue:
    """A queue that is a table: on the page of operators, and in /metrics as the label `queue`."""

    slug: str
    label: Words
    backlog: Callable[[], Waiting]


class Kind(StrEnum):
    COUNTER = "counter"
    """How many there were since the beginning, over all processes: it only grows."""
    GAUGE = "gauge"
    """How many there are now."""


@dataclass(frozen=True)
class Sample:
    value: float
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """One family for /metrics. `name` is without `gemeengoed_` and without `_total`; `help` one English
    sentence. Several parts may give samples of the same family, with other labels."""

    name: str
    kind: Kind
    help: str
    samples: Iterable[Sample]
