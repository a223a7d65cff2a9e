"""Proving what was accepted under a key that was not known then.

A host that hangs holds up a few of many threads, and its rows wait longer each time. What this needs of
cryptography (8 MB) is loaded when there is something to prove.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from gemeengoed.core.jobs import ending, job, wake
from gemeengoed.core.jobs.turns import Turns

from . import pace, refusing, rows
from .processing import process
from .rows import Row

LONGEST_RUN = 60.0
"""Seconds after which a run makes room for other jobs and asks to be called again."""
THREADS = 16
_turns = Turns()


def look() -> None:
    """Each minute: what a lost wake-up or a crash left, and what is to be tried again."""
    if rows.due().exists():
        wake(verify)


@job
def verify() -> None:
    """Fetches keys and verifies what waits for them; what is not proven is dropped and counted. One run in
    each process; whoever comes while it goes lets it look again."""
    if _turns.take(_run):
        wake(verify)


def _run() -> bool:
    """Whether there is more to prove than one run may."""
    until = time.monotonic() + LONGEST_RUN
    try:
        while claimed := rows.claim():
            _prove(claimed)
            if ending.is_set() or time.monotonic() > until:
                return True
    finally:
        refusing.write()
    return False


@job
def refetch(key_id: str) -> None:
    """Fetches a key again under which a signature was bad, since it may have been replaced, or one that is
    not known yet. At most once in ten minutes for each."""
    from . import proving  # noqa: PLC0415

    proving.renew(key_id)


def ask_again(key_id: str) -> None:
    """Has a key fetched, once in a minute however often somebody names it."""
    if not pace.is_beyond(f"refetch-{key_id}", 1):
        wake(refetch, key_id)


def _prove(claimed: dict[str, list[Row]]) -> None:
    if len(claimed) == 1:
        verified = sum(_prove_one(*one) for one in claimed.items())
    else:
        with ThreadPoolExecutor(min(THREADS, len(claimed))) as pool:
            verified = sum(pool.map(_in_thread, claimed, claimed.values()))
    if verified:
        wake(process)


def _in_thread(key_id: str, several: list[Row]) -> int:
    try:
        return _prove_one(key_id, several)
    finally:
        connection.close()


def _prove_one(key_id: str, several: list[Row]) -> int:
    from . import proving  # noqa: PLC0415

    return proving.prove(key_id, several)
