"""Reads of the public log."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gemeengoed.core.actors.models import Actor

from . import chain
from .models import LogEntry


@dataclass(frozen=True)
class Head:
    """Number and link of the last entry; 0 and the genesis link when there is none."""

    number: int
    link: str


def entries(owner: Actor, act: str = "") -> QuerySet[LogEntry]:
    """The log of `owner`, newest first; of one kind of act when `act` is given."""
    found = LogEntry.objects.filter(owner=owner).select_related("owner").order_by("-number")
    return found.filter(act=act) if act else found


def genesis_handle(owner: Actor) -> str:
    """The handle that the chain began with: the owner's own, unless it came from another server."""
    origin = getattr(owner, "log_origin", None)  # of most there is none
    return origin.handle if origin else owner.handle


def head(owner: Actor) -> Head:
    last = LogEntry.objects.filter(owner=owner).order_by("-number").first()
    return Head(last.number, last.link) if last else Head(0, chain.genesis(genesis_handle(owner)))


def acts(owner: Actor) -> list[str]:
    """The kinds of act that occur in the log of `owner`."""
    found = LogEntry.objects.filter(owner=owner).order_by("act")
    return list(found.values_list("act", flat=True).distinct())


def address(owner: Actor) -> str:
    """Path of the page with the log of `owner`."""
    return "/log/" if owner.handle == "instance" else f"/@{owner.handle}/log/"
