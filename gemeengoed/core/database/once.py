"""What many rows of one batch ask alike: asked once, and kept for a second at most.

For reads of what the batch itself does not change, such as names, settings and who is an editor.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

LONGEST = 1.0
"""Seconds after which all is asked anew: what was decided meanwhile holds from then on."""
Answer = TypeVar("Answer")


@dataclass
class _Kept:
    until: float = 0.0
    answers: dict[Hashable, Any] = field(default_factory=dict)

    def fresh(self) -> dict[Hashable, Any]:
        now = time.monotonic()
        if now > self.until:
            self.answers.clear()
            self.until = now + LONGEST
        return self.answers


_batch: ContextVar[_Kept | None] = ContextVar("what is kept for one batch", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """Within it `once` asks each thing once. It may stand around several transactions."""
    token = _batch.set(_Kept())
    try:
        yield
    finally:
        _batch.reset(token)


def once(ask: Callable[..., Answer], *about: Hashable) -> Answer:
    """What `ask(*about)` answers; outside a batch it is asked each time. Nobody may change the answer."""
    kept = _batch.get()
    if kept is None:
        return ask(*about)
    answers, key = kept.fresh(), (ask, *about)
    if key not in answers:
        answers[key] = ask(*about)
    answer: Answer = answers[key]
    return answer


def joined() -> AbstractContextManager[None]:
    """The transaction of the caller, who undoes all of it when something fails; one of its own where there is
    none."""
    return nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic()
