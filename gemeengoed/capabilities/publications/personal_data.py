"""What publications hold of persons besides the texts themselves."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .models import EarlyReader, Release


def _planned_by(person_id: int) -> Iterable[dict[str, Any]]:
    planned = Release.objects.filter(by__person__pk=person_id).select_related("document__work")
    for one in planned:
        yield {"text": one.document.work.uri, "at": one.at.isoformat(), "embargo": one.embargo}
    given = EarlyReader.objects.filter(made_by__person__pk=person_id)
    for reader in given.select_related("document__work"):
        yield {"text": reader.document.work.uri, "link_for": reader.name}


HELD = [
    PersonalData(
        what=_("Which text comes out when, and for whom a link to read it before was made"),
        why=_("So that a text comes out at the agreed moment, and a link can be ended."),
        ground=_("Legitimate interest: accountability of shared work"),
        how_long=_("Until the text comes out."),
        export=_planned_by,
    )
]
