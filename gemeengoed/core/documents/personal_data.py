"""What documents hold of persons."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .models import Revision


def _written_by(person_id: int) -> Iterable[dict[str, Any]]:
    written = Revision.objects.filter(author__person__pk=person_id).select_related("document__work")
    for revision in written.order_by("created").iterator():
        yield {
            "address": revision.document.work.uri,
            "language": revision.document.language,
            "number": revision.number,
            "title": revision.title,
            "reason": revision.reason,
            "created": revision.created.isoformat(),
        }


HELD = [
    PersonalData(
        what=_("Who wrote which version of a text, when and why"),
        why=_("So that readers and members can see how a text came about."),
        ground=_("Legitimate interest: accountability of shared work"),
        how_long=_("As long as the text exists; after you leave, under a pseudonym."),
        export=_written_by,
    )
]
