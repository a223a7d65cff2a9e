"""How many there were of something since the beginning, over all processes: for figures that only grow.

Named so far, and shown by /metrics: `inbox_accepted`, `inbox_processed`, `refused:<reason>` (requests to an
inbox), `deliveries_<outcome>` (`deliveries_sent`, …).
"""

from django.db.models import F

from .models import Tally


def add(name: str, number: int) -> None:
    """Inside the transaction in which they came to be."""
    if not Tally.objects.filter(name=name).update(number=F("number") + number):
        Tally.objects.bulk_create([Tally(name=name)], ignore_conflicts=True)
        Tally.objects.filter(name=name).update(number=F("number") + number)


def of(name: str) -> int:
    return Tally.objects.filter(name=name).values_list("number", flat=True).first() or 0


def all_named() -> dict[str, int]:
    """Every tally by its name; there are some dozens."""
    return dict(Tally.objects.values_list("name", "number"))
