"""What conversations hold of persons. Who wrote in has no account: they are known by their address."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.mail.personal_data import addresses_of
from gemeengoed.core.registry import PersonalData

from .erasing import erase_address
from .models import Message


def _written(person_id: int) -> Iterable[dict[str, Any]]:
    addresses = addresses_of(person_id)
    theirs = reduce(or_, (Q(conversation__address__iexact=one) for one in addresses), Q(pk__in=[]))
    mine = Message.objects.filter(theirs, author__isnull=True)
    names = ("conversation__subject", "conversation__about", "words", "attachments", "created")
    return [dict(row) for row in mine.values(*names)]


def _answered(person_id: int) -> Iterable[dict[str, Any]]:
    mine = Message.objects.filter(author__person__pk=person_id)
    return [dict(row) for row in mine.values("conversation__subject", "words", "created")]


@transaction.atomic
def _erase(person_id: int) -> None:
    for address in addresses_of(person_id):
        erase_address(address)


HELD = [
    PersonalData(
        what=_("What people write to a commons: their name, address and words"),
        why=_("So that editors can answer."),
        ground=_("Legitimate interest: whoever writes expects an answer (GDPR art. 6.1.f)"),
        how_long=_(
            "A year after the last word, 30 days for unwanted mail; what was published with "
            "consent until that is taken back."
        ),
        export=_written,
        erase=_erase,
    ),
    PersonalData(
        what=_(
            "What people on other servers answer to what is published here: their name and address "
            "there, and their words"
        ),
        why=_("So that editors can answer, and show it under what it is about."),
        ground=_(
            "Legitimate interest: whoever answers in public takes part in the conversation (GDPR art. "
            "6.1.f)"
        ),
        how_long=_(
            "Until they remove it on their own server; what is not shown, a year after the last word."
        ),
    ),
    PersonalData(
        what=_("Answers that you wrote as an editor"),
        why=_("So that others can see what was answered."),
        ground=_("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)"),
        how_long=_("As long as the conversation; after you leave, under a pseudonym."),
        export=_answered,
    ),
]
