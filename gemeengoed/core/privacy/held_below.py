"""What the parts below people hold of a person; declared here, since they do not know persons."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.log.services import forget
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import forget_uploader
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import PersonalData

Rows = Iterable[dict[str, Any]]


def _actor(person_id: int) -> Actor:
    return Person.objects.select_related("actor").get(pk=person_id).actor


def logged(person_id: int) -> Rows:
    """Entries of the public log that the person made or that concern them."""
    entries = LogEntry.objects.filter(concerns=_actor(person_id)).select_related("owner")
    for entry in entries.order_by("owner", "number").iterator():
        yield {
            "log": entry.owner.handle,
            "number": entry.number,
            "created": entry.created,
            "act": entry.act,
            "words": entry.words,
        }


def done(person_id: int) -> Rows:
    """What they did, as it stands under the latest news."""
    rows = Activity.objects.filter(actor=_actor(person_id)).order_by("created")
    return map(dict, rows.values("verb", "object", "title", "audience", "created").iterator())


def brought(person_id: int) -> Rows:
    """Pictures they uploaded, for themselves or for a commons."""
    rows = MediaFile.objects.filter(uploader=_actor(person_id)).order_by("created")
    fields = ("owner__handle", "original_name", "storage_name", "size", "created")
    return map(dict, rows.values(*fields).iterator())


def _erase_logged(person_id: int) -> None:
    forget(_actor(person_id))


def _erase_brought(person_id: int) -> None:
    forget_uploader(_actor(person_id))


_ACCOUNTABILITY = _("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)")

HELD = [
    PersonalData(
        what=_("What you did with a role, and decisions about you, in the public log"),
        why=_("So that everybody can see who decided what for a commons, and why."),
        ground=_ACCOUNTABILITY,
        how_long=_("The words until you give up your account; then only that something was done."),
        export=logged,
        erase=_erase_logged,
    ),
    PersonalData(
        what=_("What you wrote, changed or joined, under the latest news"),
        why=_("So that others can follow what happens in a commons."),
        ground=_ACCOUNTABILITY,
        how_long=_("As long as the commons exists; after you leave, under a pseudonym."),
        export=done,
    ),
    PersonalData(
        what=_("Which pictures you uploaded, when, and what the files were called"),
        why=_("To know where a picture comes from. What a camera hides in it is removed at once."),
        ground=_ACCOUNTABILITY,
        how_long=_(
            "Until you give up your account. Pictures in shared work stay, without your name."
        ),
        export=brought,
        erase=_erase_brought,
    ),
]
