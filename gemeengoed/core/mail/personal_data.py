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
    """Those that the person proved to be theirs; who left has none any more, and their mail went with them.
    Anybody can fill in anybody's address: of one that is not proven, everything is its owner's."""
    mine = EmailAddress.objects.filter(user_id=person_id, verified=True)
    return list(mine.values_list("email", flat=True))


def _account_mail(person_id: int) -> Q:
    """Mail to the proven addresses; and what the account itself sent to others, as its confirmation, which
    is about nothing and to nobody else known here."""
    given = EmailAddress.objects.filter(user_id=person_id).values_list("email", flat=True)
    main = Person.objects.filter(pk=person_id).exclude(email="").values_list("email", flat=True)
    free = [one for one in {*main, *given} if not _is_of_another(one, person_id)]
    return _any_of("recipient", addresses_of(person_id)) | (
        _any_of("recipient", free) & Q(reference="")
    )


def _is_of_another(address: str, person_id: int) -> bool:
    proven = EmailAddress.objects.filter(email__iexact=address, verified=True)
    return proven.exclude(user_id=person_id).exists()


def _export(person_id: int) -> Iterable[dict[str, Any]]:
    rows = OutgoingMessage.objects.filter(_account_mail(person_id))
    fields = ("recipient", "subject", "created", "sent", "state")
    return [dict(row) for row in rows.values(*fields)]


def _erase(person_id: int) -> None:
    OutgoingMessage.objects.filter(_account_mail(person_id)).delete()


def _export_incoming(person_id: int) -> Iterable[dict[str, Any]]:
    mine = addresses_of(person_id)
    theirs = _any_of("sender", mine) | Q(whose__in=[one.lower() for one in mine])
    rows = IncomingMessage.objects.filter(theirs)
    return [dict(row) for row in rows.values("sender", "recipient", "received", "state")]


def _erase_incoming(person_id: int) -> None:
    for address in addresses_of(person_id):
        keeping.forget(address)


def _any_of(column: str, addresses: Iterable[str]) -> Q:
    """Whether it holds one of them, in whatever case."""
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
