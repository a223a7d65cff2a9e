"""The whole chain in one JSON document, written as it is read; README.md shows how to verify it."""

import json
from collections.abc import Iterator
from typing import Any

from gemeengoed.core.actors.models import Actor

from . import chain, checkpoint, queries
from .models import LogEntry

FORMAT = "gemeengoed-log-1"
CHUNK = 2000


def lines(owner: Actor) -> Iterator[str]:
    """Pieces of the document; the checkpoint comes first and later entries are left out."""
    head = queries.head(owner)
    first = {
        "format": FORMAT,
        "owner": queries.genesis_handle(owner),
        "checkpoint": checkpoint.signed(owner, head),
    }
    yield json.dumps(first, ensure_ascii=False)[:-1] + ', "entries": ['
    entries = LogEntry.objects.filter(owner=owner, number__lte=head.number).order_by("number")
    separator = "\n"
    for entry in entries.iterator(chunk_size=CHUNK):
        yield separator + json.dumps(as_json(entry), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def as_json(entry: LogEntry) -> dict[str, Any]:
    """One entry with all that its link is made of."""
    return {
        "number": entry.number,
        "time": chain.stamp(entry.created),
        "act": entry.act,
        "words": entry.words,
        "salt": entry.salt,
        "commitment": entry.commitment,
        "link": entry.link,
        "erased": chain.stamp(entry.erased) if entry.erased else None,
    }
