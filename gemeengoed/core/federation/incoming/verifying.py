"""Proving what was accepted under a key that was not known then.

Rows wait by key: whoever takes up a key takes all its rows, so it is asked for once. A host that hangs
holds up a few of many threads, and its rows wait longer each time.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gemeengoed.core.fetching import FetchError
from gemeengoed.core.jobs import ending, job, wake

from .. import addresses
from ..models import Received, ReceivedState
from ..remote import keys
from ..remote.asking import RemoteError
from . import known_keys, proving, refusing
from .processing import process
from .proving import Row

LEASE = timedelta(minutes=5)
"""Longer than asking for one key can take: a few requests of ten seconds at most."""
LONGEST_RUN = 60.0
"""Seconds after which a run makes room for other jobs and asks to be called again."""
THREADS = 16
KEYS = 32
"""Taken up at a time."""
KEYS_OF_HOST = 2
_LOOKED_AT = 1_000
"""Rows among which a run looks for keys."""
_turn = threading.Lock()
_again = threading.Event()


def look() -> None:
    """Each minute: what a lost wake-up or a crash left, and what is to be tried again."""
    if _due().exists():
        wake(verify)


@job
def verify() -> None:
    """Fetches keys and verifies what waits for them; what is not proven is dropped and counted. One run in
    each process; whoever comes while it goes lets it look again."""
    _again.set()
    until = time.monotonic() + LONGEST_RUN
    while _again.is_set() and _turn.acquire(blocking=False):
        try:
            _again.clear()
            while claimed := _claim():
                _prove(claimed)
                if ending.is_set() or time.monotonic() > until:
                    wake(verify)
                    return
        finally:
            _turn.release()
            refusing.write()


@job
def refetch(key_id: str) -> None:
    """Fetches a key again under which a signature was bad, since it may have been replaced, or one that is
    not known yet. At most once in ten minutes for each."""
    if keys.known(key_id) is None:
        may = cache.add(f"key-{_digest(key_id)}", 1, int(keys.AGAIN.total_seconds()))
    else:
        may = keys.may_try_again(key_id)
    if not may:
        return
    try:
        keys.fetch(key_id)
    except (FetchError, RemoteError):
        return
    known_keys.forget()


def _digest(key_id: str) -> str:
    """Names in the cache are short and hold no spaces."""
    return sha256(key_id.encode()).hexdigest()


def _due() -> QuerySet[Received]:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return Received.objects.filter(free, state=ReceivedState.UNVERIFIED, next_try__lte=now)


def _claim() -> dict[str, list[Row]]:
    """Rows by key, which are this run's until the lease ends. Those that were tried least go first."""
    busy = Received.objects.filter(
        state=ReceivedState.UNVERIFIED, lease_until__gt=timezone.now()
    ).values("key_id")
    with transaction.atomic():
        due = _due().exclude(key_id__in=busy).order_by("attempts", "next_try", "pk")
        first = due.values_list("key_id", flat=True)[:_LOOKED_AT]
        chosen = _chosen(first)
        rows = _due().filter(key_id__in=chosen).order_by("pk").select_for_update(skip_locked=True)
        found: dict[str, list[Row]] = {}
        columns = rows.values_list("key_id", "pk", "actor", "host", "type", "attempts")
        for key_id, pk, actor, host, kind, attempts in columns:
            found.setdefault(key_id, []).append(Row(pk, actor, host, kind, attempts))
        pks = [row.pk for several in found.values() for row in several]
        Received.objects.filter(pk__in=pks).update(lease_until=timezone.now() + LEASE)
    return found


def _chosen(waiting: Iterable[str]) -> list[str]:
    """Not too many keys at a time, of one host even less."""
    chosen: list[str] = []
    of_host: Counter[str] = Counter()
    for key_id in dict.fromkeys(waiting):
        host = addresses.host_of(key_id)
        if len(chosen) < KEYS and of_host[host] < KEYS_OF_HOST:
            of_host[host] += 1
            chosen.append(key_id)
    return chosen


def _prove(claimed: dict[str, list[Row]]) -> None:
    if len(claimed) == 1:
        [(key_id, rows)] = claimed.items()
        verified = proving.prove(key_id, rows)
    else:
        with ThreadPoolExecutor(min(THREADS, len(claimed))) as pool:
            verified = sum(pool.map(_in_thread, claimed, claimed.values()))
    if verified:
        wake(process)


def _in_thread(key_id: str, rows: list[Row]) -> int:
    try:
        return proving.prove(key_id, rows)
    finally:
        connection.close()
