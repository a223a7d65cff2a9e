"""What mail out and mail in hold on people."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import PersonalData

from .incoming import keeping
from .mailings import services as mailings
from .models import Copy, IncomingMessage, OutgoingMessage


def addresses_of(person_id: int) -> list[str]:
    """Those of the person now; who left has none any more, and their mail went with them."""
    others = EmailAddress.objects.filter(user_id=person_id).values_list("email", flat=True)
    main = Person.objects.filter(pk=person_id).exclude(email="").values_list("email", flat=True)
    return [*main, *others]


def _export(person_id: int) -> Iterable[dict[str, Any]]:
    rows = OutgoingMessage.objects.filter(_any_of("recipient", person_id))
    fields = ("recipient", "subject", "created", "sent", "state")
    return [dict(row) for row in rows.values(*fields)]


def _erase(person_id: int) -> None:
    OutgoingMessage.objects.filter(_any_of("recipient", person_id)).delete()


def _export_incoming(person_id: int) -> Iterable[dict[str, Any]]:
    rows = IncomingMessage.objects.filter(_any_of("sender", person_id))
    return [dict(row) for row in rows.values("sender", "recipient", "received", "state")]


def _erase_incoming(person_id: int) -> None:
    for address in addresses_of(person_id):
        keeping.forget(address)


def _any_of(column: str, person_id: int) -> Q:
    """Whether it holds an address of the person, in whatever case."""
    addresses = addresses_of(person_id)
    return reduce(or_, (Q((f"{column}__iexact", one)) for one in addresses), Q(pk__in=[]))


def _copies(person_id: int) -> Iterable[dict[str, Any]]:
    upper = [address.upper() for address in addresses_of(person_id)]
    rows = Copy.objects.annotate(upper=Upper("recipient")).filter(upper__in=upper)
    fields = ("mailing__reference", "recipient", "values", "state", "sent", "answer")
    return [dict(row) for row in rows.values(*fields)]


def _erase_copies(person_id: int) -> None:
    for address in addresses_of(person_id):
        mailings.erase(address)


PERSONAL_DATA = [
    PersonalData(
        _("Mail to you that has not been sent, or was sent in the last days"),
        _("To get mail to you also when the mail server is away for a while."),
        _("To have an account you ask for one (GDPR art. 6.1.b)."),
        _("Two days after it was sent; 30 days when it cannot be sent."),
        _export,
        _erase,
    ),
    PersonalData(
        _("Mail that you wrote to this server"),
        _("To hand it to the commons that it is for, and to see why when that fails."),
        _("Legitimate interest: whoever writes expects that it arrives (GDPR art. 6.1.f)"),
        _(
            "30 days; 7 days when it was for nobody here. What the commons does with it is told there."
        ),
        _export_incoming,
        _erase_incoming,
    ),
    PersonalData(
        _("Which letters were sent to your address, and whether they arrived"),
        _("To send each letter once, and to answer who got it."),
        _("Consent: you asked for the letters (GDPR art. 6.1.a)."),
        _("30 days after the letter went out; then only how many got it."),
        _copies,
        _erase_copies,
    ),
]
