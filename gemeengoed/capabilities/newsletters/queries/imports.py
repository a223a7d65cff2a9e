"""What came of lists that were brought in."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gemeengoed.core.commons.models import Commons

from ..models import ListImport, RefusedLine

SHOWN = 100
"""Refused lines that a page shows; the file has all that are known."""


@dataclass(frozen=True)
class Report:
    """How many are new, how many were there, (line, why) of lines that were refused, and how many more of
    those there are."""

    added: int
    known: int
    broken: list[tuple[int, str]]
    unnamed: int


def of_commons(commons: Commons) -> QuerySet[ListImport]:
    """Newest first; of the last month."""
    rows = ListImport.objects.filter(commons=commons).select_related("by")
    return rows.order_by("-pk")


def refused(one: ListImport) -> QuerySet[RefusedLine]:
    """By line."""
    return RefusedLine.objects.filter(list_import=one).order_by("line", "pk")


def report(one: ListImport, most: int = SHOWN) -> Report:
    broken = [(row.line, sentence(row)) for row in refused(one)[:most]]
    return Report(one.added, one.known, broken, one.refused - len(broken))


def sentence(row: RefusedLine) -> str:
    """What stood there and what is wrong with it, in the language of who reads it."""
    why = row.get_why_display()
    return f"{row.address}: {why}" if row.address else why
