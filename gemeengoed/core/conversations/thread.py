"""What people on other servers said, as readers find it under what it is about.

One level is set in: whatever is said below the first answer stands there in the order in which it was said,
and names what it answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.models import PublishedObject, Reaction, ReactionKind
from gemeengoed.core.federation.steering import blocking
from gemeengoed.core.registry import Audience

from .models import Message
from .queries import REMOTE, open_to

MOST = 200
"""Answers shown under one object."""


@dataclass
class Thread:
    """The first message, and what follows from it."""

    first: Message
    rest: list[Message]


@dataclass(frozen=True)
class Threads:
    """`more`: there are others, which are read where they were written."""

    threads: list[Thread]
    more: bool


def shown_about(uri: str) -> Threads:
    """What is shown under the object at `uri` (a path), in one query."""
    found = list(shown().filter(conversation__about=uri)[: MOST + 1])
    return Threads(threads_of(found[:MOST]), len(found) > MOST)


def shown() -> QuerySet[Message]:
    """Everything from other servers that may be read, and what editors answered to that; oldest first."""
    theirs = Q(shown__isnull=False) & _may_be_read("remote__")
    answered = Q(parent__shown__isnull=False) & _may_be_read("parent__remote__")
    ours = answered & Q(author__isnull=False, withheld__isnull=True)
    rows = Message.objects.filter(theirs | ours)
    return rows.select_related("author", "conversation__commons__actor", *REMOTE)


def readable(commons: Commons, audiences: Sequence[Audience]) -> QuerySet[Message]:
    """As `shown`, newest first, where somebody with `audiences` may read what it is about."""
    rows = shown().filter(conversation__commons=commons).order_by("-created", "-pk")
    about = rows.order_by().values_list("conversation__about", flat=True).distinct()
    return rows.filter(conversation__about__in=open_to(commons, audiences, about))


def _may_be_read(remote: str) -> Q:
    said = Q(
        **{
            f"{remote}public": True,
            f"{remote}gone__isnull": True,
            f"{remote}hidden__isnull": True,
        }
    )
    return said & ~blocking.suspended(f"{remote}author")


def threads_of(messages: Iterable[Message]) -> list[Thread]:
    """`messages` in order of time, each thread where it began."""
    by_number = {message.pk: message for message in messages}
    threads: dict[int, Thread] = {}
    for message in by_number.values():
        top = _top(message, by_number)
        thread = threads.setdefault(top.pk, Thread(top, []))
        if top is not message:
            thread.rest.append(message)
    return list(threads.values())


def _top(message: Message, among: dict[int, Message]) -> Message:
    seen = {message.pk}
    while message.parent_id in among and message.parent_id not in seen:
        message = among[message.parent_id]
        seen.add(message.pk)
    return message


@dataclass(frozen=True)
class Around:
    """How often others say that they like or share an object; `address` is what is looked up on another
    server to answer it there."""

    likes: int
    shares: int
    address: str


def around(uri: str) -> Around | None:
    """Of the object at `uri` (a path); None when other servers do not know it."""
    said = Reaction.objects.filter(object=OuterRef("uri"), remote__gone__isnull=True)
    rows = PublishedObject.objects.filter(uri=uri, gone__isnull=True)
    found = rows.values_list(
        _number_of(said.exclude(kind=ReactionKind.SHARE)),
        _number_of(said.filter(kind=ReactionKind.SHARE)),
    ).first()
    return Around(found[0] or 0, found[1] or 0, addresses.absolute(uri)) if found else None


def _number_of(said: QuerySet[Reaction]) -> Subquery:
    """How many said it, each once."""
    rows = said.order_by().values("object").annotate(number=Count("remote", distinct=True))
    return Subquery(rows.values("number"))
