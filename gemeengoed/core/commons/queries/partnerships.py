"""Partnerships from the side of the organisations."""

from django.db.models import QuerySet

from gemeengoed.core.commons.models import Partnership
from gemeengoed.core.people.models import Person


def named(person: Person) -> QuerySet[Partnership]:
    """Partnerships of the organisations that `person` looks after."""
    return (
        Partnership.objects.filter(
            organisation__affiliation__person=person,
            organisation__affiliation__may_manage=True,
            commons__actor__gone__isnull=True,
        )
        .select_related("commons__actor", "organisation__actor")
        .order_by("organisation__actor__name", "commons__actor__name")
    )
