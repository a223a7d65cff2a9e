"""Reading many rows while something is written for each."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_pages(rows: QuerySet[Row], size: int) -> Iterator[Row]:
    """All rows by their primary key, `size` at a time; each page is read to its end before it is given.

    `QuerySet.iterator()` keeps a cursor open, and with it the moment at which SQLite reads. A write begun
    meanwhile fails at once ('database is locked') when another process wrote since that moment
    (sqlite.org/isolation.html: BUSY_SNAPSHOT). Rows that come in during the walk are given as well.
    """
    ordered, last = rows.order_by("pk"), None
    while page := list((ordered if last is None else ordered.filter(pk__gt=last))[:size]):
        yield from page
        last = page[-1].pk
