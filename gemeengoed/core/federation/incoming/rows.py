"""Rows that wait for a key, taken up by key: whoever takes up a key takes all its rows, so it is asked for
once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from .. import addresses
from ..models import Received, ReceivedState

LEASE = timedelta(minutes=5)
"""Longer than asking for one key can take: a few requests of ten seconds at most."""
KEYS = 32
"""Taken up at a time."""
KEYS_OF_HOST = 2
_LOOKED_AT = 1_000
"""Rows among which a run looks for keys."""


@dataclass(frozen=True)
class Row:
    """What is needed of a row to prove it, without its body."""

    pk: int
    actor: str
    host: str
    type: str
    attempts: int


def due() -> QuerySet[Received]:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return Received.objects.filter(free, state=ReceivedState.UNVERIFIED, next_try__lte=now)


def claim() -> dict[str, list[Row]]:
    """Rows by key, which are this run's until the lease ends. Those that were tried least go first."""
    busy = Received.objects.filter(
        state=ReceivedState.UNVERIFIED, lease_until__gt=timezone.now()
    ).values("key_id")
    with transaction.atomic():
        waiting = due().exclude(key_id__in=busy).order_by("attempts", "next_try", "pk")
        first = waiting.values_list("key_id", flat=True)[:_LOOKED_AT]
        chosen = _chosen(first)
        rows = due().filter(key_id__in=chosen).order_by("pk").select_for_update(skip_locked=True)
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
