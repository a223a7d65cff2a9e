"""What sources hold of persons."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .models import Definition, Source


def _added(person_id: int) -> Iterable[dict[str, Any]]:
    sources = Source.objects.filter(added_by__person__pk=person_id).select_related("commons__actor")
    for source in sources.order_by("created").iterator():
        created = source.created.isoformat()
        yield {"address": source.get_absolute_url(), "title": source.title, "created": created}
    made = Definition.objects.filter(added_by__person__pk=person_id)
    for one in made.select_related("commons__actor").order_by("created").iterator():
        created = one.created.isoformat()
        yield {"address": one.get_absolute_url(), "title": one.slug, "created": created}


HELD = [
    PersonalData(
        what=_("Which sources and definitions you added, and when"),
        why=_("So that editors can ask who added something why it is there."),
        ground=_("Legitimate interest: accountability of shared work"),
        how_long=_(
            "As long as the source or definition exists; after you leave, under a pseudonym."
        ),
        export=_added,
    ),
    PersonalData(
        what=_("Names of authors of sources, as they stand on their work"),
        why=_("A source cannot be found without who made it."),
        ground=_("Legitimate interest: citing what a text rests on"),
        how_long=_("As long as the source is kept."),
    ),
]
