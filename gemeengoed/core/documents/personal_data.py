"""What documents hold of persons."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .contents import PACKED
from .models import Draft, Revision


def _written_by(person_id: int) -> Iterable[dict[str, Any]]:
    written = Revision.objects.filter(author__person__pk=person_id).select_related("document__work")
    for revision in written.defer(*PACKED).order_by("created").iterator():
        yield {
            "address": revision.document.work.uri,
            "language": revision.document.language,
            "number": revision.number,
            "title": revision.title,
            "reason": revision.reason,
            "licence": revision.licence,
            "created": revision.created.isoformat(),
        }


def _drafts_of(person_id: int) -> Iterable[dict[str, Any]]:
    drafts = Draft.objects.filter(person=person_id).order_by("changed")
    fields = ("work__uri", "language", "title", "summary", "text", "base", "changed")
    return map(dict, drafts.values(*fields).iterator())


def _erase_drafts(person_id: int) -> None:
    Draft.objects.filter(person=person_id).delete()


HELD = [
    PersonalData(
        what=_("Who wrote which version of a text, when and why"),
        why=_("So that readers and members can see how a text came about."),
        ground=_("Legitimate interest: accountability of shared work"),
        how_long=_("As long as the text exists; after you leave, under a pseudonym."),
        export=_written_by,
    ),
    PersonalData(
        what=_("What you are writing and did not save yet"),
        why=_("So that nothing you typed is lost, and others see that you are writing."),
        ground=_("Performance of the agreement: keeping your work"),
        how_long=_("Until you save it or put it away; 30 days at most."),
        export=_drafts_of,
        erase=_erase_drafts,
    ),
]
