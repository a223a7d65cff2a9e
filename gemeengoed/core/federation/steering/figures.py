"""What federation counts, for /metrics."""

from collections.abc import Iterator

from django.db.models import Count

from gemeengoed.core.registry import Figure, Kind, Sample

from .. import tallies
from ..models import Host
from .queries import IS_BLOCKED, IS_FAILING

_PLAIN = {
    "inbox_accepted": "Activities of other servers that were accepted and are on disk.",
    "inbox_processed": "Activities of other servers that were processed.",
}
_LABELLED = {
    "refused:": ("inbox_refused", "reason", "Requests to an inbox that were refused, by reason."),
    "deliveries_": ("deliveries", "outcome", "Deliveries to other servers, by outcome."),
}
"""Beginning of the names of the tallies, name of the family, its label, its words."""


def figures() -> Iterator[Figure]:
    """Two queries."""
    counted = tallies.all_named()
    for name, words in _PLAIN.items():
        yield Figure(name, Kind.COUNTER, words, [Sample(counted.get(name, 0), {})])
    for prefix, (name, label, words) in _LABELLED.items():
        samples = [
            Sample(number, {label: tally.removeprefix(prefix)})
            for tally, number in sorted(counted.items())
            if tally.startswith(prefix)
        ]
        yield Figure(name, Kind.COUNTER, words, samples)
    yield _servers()


def _servers() -> Figure:
    counted = Host.objects.aggregate(
        known=Count("pk"),
        failing=Count("pk", filter=IS_FAILING),
        blocked=Count("pk", filter=IS_BLOCKED),
    )
    samples = [Sample(number, {"state": state}) for state, number in counted.items()]
    return Figure("servers", Kind.GAUGE, "Other servers, by state.", samples)
