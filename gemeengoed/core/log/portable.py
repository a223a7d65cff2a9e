"""The public log of a commons on its way to another server: the same chain, entry by entry.

Of entries that concern somebody whose name does not go along, the words stay behind; the chain holds
without them.
"""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.portable import Arrival, BadRow, Departure, Portable, Row, fields, values

from . import queries
from .models import LogEntry, Origin
from .verification import first_problem

FIELDS = ("number", "act", "words", "salt", "commitment", "link", "erased", "created")
NAMELESS = "-"
"""A reference to a person ends so when the name does not go along (see core/transfer)."""
AT_ONCE = 1000


def _entries(departure: Departure) -> Iterable[Row]:
    owner = Actor.objects.get(handle=departure.handle)
    entries = LogEntry.objects.filter(owner=owner).prefetch_related("concerns").order_by("number")
    yield {"genesis": queries.genesis_handle(owner)}
    for entry in entries.iterator(chunk_size=AT_ONCE):
        concerns = [departure.person(actor.pk) for actor in entry.concerns.all()]
        row = {**values(entry, *FIELDS), "concerns": concerns}
        if any(reference.endswith(NAMELESS) for reference in concerns) and entry.words is not None:
            row |= {"words": None, "salt": "", "erased": timezone.now().isoformat()}
        yield row


def _bring(arrival: Arrival, rows: Iterator[Row]) -> None:
    """Raises BadRow for a chain that does not hold."""
    owner = Actor.objects.get(handle=arrival.handle)
    first = next(rows, None)
    if first is None or not isinstance(first.get("genesis"), str):
        raise BadRow("the log does not say with which name it began")
    if first["genesis"] != arrival.handle:
        Origin.objects.create(owner=owner, **fields(Origin, {"handle": first["genesis"]}, "handle"))
    kept = list(rows)
    made = LogEntry.objects.bulk_create(
        [LogEntry(owner=owner, **fields(LogEntry, row, *FIELDS)) for row in kept]
    )
    _tie(arrival, made, kept)
    problem = first_problem(owner)
    if problem:
        raise BadRow(f"the log does not hold: entry {problem.number}: {problem.what}")


def _tie(arrival: Arrival, entries: list[LogEntry], rows: list[Row]) -> None:
    through = LogEntry.concerns.through
    ties = [
        through(logentry_id=entry.pk, actor_id=actor)
        for entry, row in zip(entries, rows, strict=True)
        for actor in {arrival.person(reference) for reference in row["concerns"]}
        if actor is not None
    ]
    through.objects.bulk_create(ties)


LOG = Portable("log", _entries, _bring)
