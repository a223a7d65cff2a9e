"""What the outbox holds on people."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import PersonalData

from .models import OutgoingMessage


def addresses_of(person_id: int) -> list[str]:
    """Those of the person now; who left has none any more, and their mail went with them."""
    others = EmailAddress.objects.filter(user_id=person_id).values_list("email", flat=True)
    main = Person.objects.filter(pk=person_id).exclude(email="").values_list("email", flat=True)
    return [*main, *others]


def _export(person_id: int) -> Iterable[dict[str, Any]]:
    rows = OutgoingMessage.objects.filter(recipient__in=addresses_of(person_id))
    fields = ("recipient", "subject", "created", "sent", "state")
    return [dict(row) for row in rows.values(*fields)]


def _erase(person_id: int) -> None:
    OutgoingMessage.objects.filter(recipient__in=addresses_of(person_id)).delete()


PERSONAL_DATA = [
    PersonalData(
        _("Mail to you that has not been sent, or was sent in the last days"),
        _("To get mail to you also when the mail server is away for a while."),
        _("To have an account you ask for one (GDPR art. 6.1.b)."),
        _("Two days after it was sent; 30 days when it cannot be sent."),
        _export,
        _erase,
    )
]
