"""The forms of many texts at once, for what is made of them: files that are there, and others wanted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from gemeengoed.core.documents.models import Revision

from . import queries, services
from .models import Rendition, State

Key = tuple[int, str, str]
"""Revision, form, paper."""


@dataclass
class Gathered:
    """`rows` are those whose file is there. What is `missing` is wanted now; what `failed` will not come."""

    rows: dict[Key, Rendition] = field(default_factory=dict)
    missing: list[Rendition] = field(default_factory=list)
    failed: list[Rendition] = field(default_factory=list)


def gather(revisions: Sequence[Revision], forms: Iterable[tuple[str, str]]) -> Gathered:
    """One query for what is there, and one or two more for each form that is missing."""
    wanted = [(revision, form, paper) for revision in revisions for form, paper in forms]
    known = queries.of_all(revisions)
    found = Gathered()
    for revision, form, paper in wanted:
        key = (revision.pk, form, paper)
        row = known.get(key)
        if row is not None and queries.is_fit(row, revision):
            found.rows[key] = row
            continue
        row = services.want(revision, form, paper)
        (found.failed if row.state == State.FAILED else found.missing).append(row)
    return found


def read(row: Rendition) -> bytes | None:
    """Its file; None when a restore left it out: then it is wanted anew."""
    try:
        with default_storage.open(row.name) as file:
            data: bytes = file.read()
    except OSError:
        services.lost(row)
        services.want(row.revision, row.form, row.paper, again=True)
        return None
    return data
