"""Reads of the public log."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet

from gemeengoed.core.actors.models import Actor

from . import chain
from .models import LogEntry


@dataclass(frozen=True)
class Head:
    """Number and link of the last entry; 0 and the genesis link when there is none."""

    number: int
    link: str


@dataclass(frozen=True)
class Chain:
    """The whole log of `owner`, newest first, as a sequence of which any slice is a range: the entries up
    to `head` are numbered without gaps."""

    owner: Actor
    head: int

    def __len__(self) -> int:
        return self.head

    def __getitem__(self, part: slice) -> list[LogEntry]:
        newest, oldest = self.head - part.start, self.head - part.stop
        return list(entries(self.owner).filter(number__lte=newest, number__gt=oldest))


def entries(owner: Actor, act: str = "") -> QuerySet[LogEntry]:
    """The log of `owner`, newest first; of one kind of act when `act` is given."""
    found = owner.log_entries.order_by("-number")
    return found.filter(act=act) if act else found


def pages(owner: Actor, act: str, head: Head, per_page: int) -> "Paginator[LogEntry]":
    """The same in pages, which take as long at the end of a long log as at its beginning."""
    rows: Any = entries(owner, act) if act else Chain(owner, head.number)
    return Paginator(rows, per_page)


def genesis_handle(owner: Actor) -> str:
    """The handle that the chain began with: the owner's own, unless it came from another server."""
    origin = getattr(owner, "log_origin", None)  # of most there is none
    return origin.handle if origin else owner.handle


def head(owner: Actor) -> Head:
    last = LogEntry.objects.filter(owner=owner).order_by("-number").first()
    return Head(last.number, last.link) if last else Head(0, chain.genesis(genesis_handle(owner)))


_ACTS = """
    WITH RECURSIVE kind(act) AS (
        SELECT MIN(act) FROM log_logentry WHERE owner_id = %s
        UNION ALL SELECT
            (SELECT MIN(act) FROM log_logentry WHERE owner_id = %s AND act > kind.act)
            FROM kind WHERE act IS NOT NULL
    ) SELECT act FROM kind WHERE act IS NOT NULL
"""


def acts(owner: Actor) -> list[str]:
    """The kinds of act that occur in the log of `owner`. Jumps in the index from each to the next, where
    DISTINCT would read every entry."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, [owner.pk, owner.pk])
        return [act for (act,) in cursor.fetchall()]


def address(owner: Actor) -> str:
    """Path of the page with the log of `owner`."""
    return "/log/" if owner.handle == "instance" else f"/@{owner.handle}/log/"
