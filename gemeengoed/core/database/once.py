"""What many rows of one batch ask alike: asked once, and kept no longer than the transaction of that batch.

For reads of what the batch itself does not change, such as names, settings and who is an editor.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction

Answer = TypeVar("Answer")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept for one batch", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """One transaction, in which `once` asks each thing once."""
    token = _kept.set({})
    try:
        with transaction.atomic():
            yield
    finally:
        _kept.reset(token)


def once(ask: Callable[..., Answer], *about: Hashable) -> Answer:
    """What `ask(*about)` answers; outside a batch it is asked each time. Nobody may change the answer."""
    kept = _kept.get()
    if kept is None:
        return ask(*about)
    key = (ask, *about)
    if key not in kept:
        kept[key] = ask(*about)
    answer: Answer = kept[key]
    return answer


def joined() -> AbstractContextManager[None]:
    """The transaction of the caller, who undoes all of it when something fails; one of its own where there is
    none."""
    return nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic()
