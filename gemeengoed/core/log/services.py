"""Writing in the public log, and forgetting its words. Verifying stands in `verification`."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.actors.models import Actor

from . import chain, queries
from .bounds import bounded
from .models import LogEntry
from .verification import Problem, verify

__all__ = ["Problem", "append", "forget", "verify"]


def append(
    owner: Actor,
    act: str,
    actor: Actor | None,
    *,
    object: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
    concerns: Sequence[Actor] = (),
) -> LogEntry:
    """Adds to the chain of `owner` that `actor` (None: the server) did `act` to the object at `object`.

    Must run inside the transaction of the act; other writers in the same chain wait until it ends.
    `details` holds strings, whole numbers, truth values, lists and mappings of these (TypeError). What
    is very long is cut, with … where something is missing (`bounds`).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("log.append() belongs inside the transaction of the act it tells of")
    words = chain.plain(
        {
            "actor": actor.handle if actor else "",
            "actor_name": actor.name if actor else "",
            "object": object,
            "reason": bounded(reason),
            "details": bounded(details or {}),
        }
    )
    entry = _linked(owner, act, words)
    entry.save(force_insert=True)
    entry.concerns.set({one.pk for one in concerns} | ({actor.pk} if actor else set()))
    return entry


def _linked(owner: Actor, act: str, words: dict[str, Any]) -> LogEntry:
    """The next entry after the last one of `owner`, whose chain stays ours until the commit."""
    # no_key: rows that point at the owner can be written meanwhile, so that nobody waits in a circle.
    # SQLite knows no row locks; there every write transaction waits for the one before it.
    Actor.objects.select_for_update(no_key=True).get(pk=owner.pk)
    last = LogEntry.objects.filter(owner=owner).order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.link if last else chain.genesis(queries.genesis_handle(owner))
    created = max(timezone.now(), last.created) if last else timezone.now()
    salt = chain.new_salt()
    committed = chain.commitment(salt, words)
    return LogEntry(
        owner=owner,
        number=number,
        created=created,
        act=act,
        words=words,
        salt=salt,
        commitment=committed,
        link=chain.link(previous, number, created, act, committed),
    )


@transaction.atomic
def forget(actor: Actor) -> int:
    """Erases the words of every entry that concerns `actor` or tells what they did; how many.

    Number, time, act and commitment stay, so that the chain verifies as before.
    """
    concerned = LogEntry.concerns.through.objects.filter(actor=actor)
    erased = LogEntry.objects.filter(
        pk__in=concerned.values("logentry_id"), erased__isnull=True
    ).update(words=None, salt="", erased=timezone.now())
    concerned.delete()
    return erased
