"""Reading every chain anew, entry by entry, and naming the first that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor

from . import chain
from .models import LogEntry
from .queries import genesis_handle

CHUNK = 2000
"""Entries read from the database at once."""


@dataclass(frozen=True)
class Problem:
    """The first entry of a chain that does not fit. `kind`: words, erasure, link, gap or order."""

    owner_handle: str
    number: int
    what: str
    kind: str = ""


def verify(owner: Actor | None = None) -> list[Problem]:
    """One problem for each chain that does not hold (of `owner`, or of all); nothing when all do.

    What was cut off at the end no chain can show: compare its head with one that was noted before.
    """
    entries = LogEntry.objects.select_related("owner__log_origin").order_by("owner", "number")
    if owner is not None:
        entries = entries.filter(owner=owner)
    chains = groupby(entries.iterator(chunk_size=CHUNK), key=attrgetter("owner_id"))
    found = [_first_problem(one_chain) for _owner, one_chain in chains]
    return [problem for problem in found if problem]


def first_problem(owner: Actor) -> Problem | None:
    """Where the chain of `owner` does not hold."""
    return next(iter(verify(owner)), None)


def _first_problem(entries: Iterator[LogEntry]) -> Problem | None:
    number, previous, problem = 0, "", None
    for entry in entries:
        if problem:
            continue  # groupby wants the rest of this chain read before the next one begins
        previous = previous or chain.genesis(genesis_handle(entry.owner))
        problem = _look_at(entry, number + 1, previous)
        number, previous = entry.number, entry.link
    return problem


def _look_at(entry: LogEntry, expected: int, previous: str) -> Problem | None:
    """What is wrong with `entry`, which should have number `expected` and follow the link `previous`."""
    if entry.number != expected:
        return _missing(entry, expected)
    if entry.erased is None and _words_differ(entry):
        return _changed_words(entry)
    if entry.erased is not None and (entry.words is not None or entry.salt):
        return _problem(entry, "erasure", _("the words were put back after they had been erased"))
    if _link_after(entry, previous, entry.number) != entry.link:
        return _broken_link(entry)
    return None


def _problem(entry: LogEntry, kind: str, what: str) -> Problem:
    return Problem(entry.owner.handle, entry.number, what, kind)


def _missing(entry: LogEntry, expected: int) -> Problem:
    last = entry.number - 1
    if last > expected:
        what = _("entries %(first)s to %(last)s are missing") % {"first": expected, "last": last}
    else:
        what = _("entry %(number)s is missing") % {"number": expected}
    return Problem(entry.owner.handle, expected, what, "gap")


def _words_differ(entry: LogEntry) -> bool:
    return entry.words is None or chain.commitment(entry.salt, entry.words) != entry.commitment


def _changed_words(entry: LogEntry) -> Problem:
    if entry.words is None:
        return _problem(entry, "erasure", _("the words are gone, but were never erased"))
    return _problem(entry, "words", _("the words are not the ones that were written"))


def _broken_link(entry: LogEntry) -> Problem:
    if _belongs_elsewhere(entry):
        return _problem(entry, "order", _("the entry stands in another place than it was written"))
    return _problem(
        entry,
        "link",
        _("the link does not follow: time, act, commitment or an entry before it was changed"),
    )


def _belongs_elsewhere(entry: LogEntry) -> bool:
    """Whether `entry` follows some other entry of its chain: then the order was changed.

    Its own number may have been changed with it, so the numbers around are tried as well.
    """
    others = LogEntry.objects.filter(owner=entry.owner).exclude(pk=entry.pk).order_by("number")
    places = [(0, chain.genesis(genesis_handle(entry.owner)))]
    places += list(others.values_list("number", "link"))
    return any(
        _link_after(entry, previous, number) == entry.link
        for place, previous in places
        for number in {entry.number - 1, entry.number, entry.number + 1, place, place + 1}
    )


def _link_after(entry: LogEntry, previous: str, number: int) -> str:
    return chain.link(previous, number, entry.created, entry.act, entry.commitment)
