"""What the list holds of persons. Most have no account: their page is behind a link in every letter."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.mail.personal_data import addresses_of
from gemeengoed.core.registry import PersonalData

from .held import held
from .models import Letter, ListImport, Subscriber
from .services.subscribing import erase


def _mine(person_id: int) -> list[Subscriber]:
    folded = [address.lower() for address in addresses_of(person_id)]
    rows = Subscriber.objects.filter(folded__in=folded).select_related("commons__actor")
    return list(rows.prefetch_related("topics"))


def _held(person_id: int) -> Iterable[dict[str, Any]]:
    return [held(subscriber) for subscriber in _mine(person_id)]


def _erase(person_id: int) -> None:
    for subscriber in _mine(person_id):
        erase(subscriber)


def _letters(person_id: int) -> Iterable[dict[str, Any]]:
    rows = Letter.objects.filter(author__person__pk=person_id)
    return [dict(row) for row in rows.values("slug", "state", "created", "went_out")]


def _lists(person_id: int) -> Iterable[dict[str, Any]]:
    rows = ListImport.objects.filter(by__person__pk=person_id)
    return [dict(row) for row in rows.values("created", "ended", "state", "ground", "added")]


HELD = [
    PersonalData(
        what=_("Who joined a list of letters: address, choices, and proof of consent"),
        why=_("To send the letters, and to show that somebody asked for them."),
        ground=_(
            "Consent, or the ground that was stated when a list was brought in (GDPR art. 6.1.a)"
        ),
        how_long=_(
            "Until you leave and a year after, or until you have it erased; 30 days when it is "
            "never confirmed."
        ),
        export=_held,
        erase=_erase,
    ),
    PersonalData(
        what=_("Letters that you wrote as an editor"),
        why=_("So that people can see who wrote to them."),
        ground=_("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)"),
        how_long=_("As long as the letter; after you leave, under a pseudonym."),
        export=_letters,
    ),
    PersonalData(
        what=_("Lists of addresses that you brought in, with the lines that could not be used"),
        why=_("So that you see what came of your file."),
        ground=_("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)"),
        how_long=_(
            "The file until it is on the list or you stop it; what came of it for 30 days more."
        ),
        export=_lists,
    ),
]
