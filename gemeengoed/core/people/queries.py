"""Reads of persons and organisations worth a name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.ui.not_found import NotFound

from .models import Affiliation, Invitation, Organisation, Person, PersonState


def find_person(handle: str) -> Person:
    """Somebody with an active account. Raises Http404."""
    found = Person.objects.select_related("actor", "picture").filter(username=handle)
    person = found.filter(state=PersonState.ACTIVE).first()
    if person is None:
        raise NotFound(_("There is nobody here with that name."))
    return person


def find_account(handle: str) -> Person:
    """For operators: also who waits or is suspended. Raises Http404."""
    found = Person.objects.select_related("actor").exclude(state=PersonState.GONE)
    person = found.filter(username=handle).first()
    if person is None:
        raise NotFound(_("There is nobody here with that name."))
    return person


def find_organisation(handle: str) -> Organisation:
    """Raises Http404."""
    found = Organisation.objects.select_related("actor", "logo")
    organisation = found.filter(actor__handle=handle, actor__gone__isnull=True).first()
    if organisation is None:
        raise NotFound(_("There is no organisation here with that name."))
    return organisation


def may_speak_for(person: Person) -> list[Organisation]:
    """Organisations on whose behalf `person` may write, by name. One query."""
    return list(
        Organisation.objects.filter(
            affiliation__person=person,
            affiliation__may_speak=True,
            affiliation__confirmed__isnull=False,
            actor__gone__isnull=True,
        )
        .select_related("actor")
        .order_by("actor__name")
    )


def organisations() -> QuerySet[Organisation]:
    """All that are here, by name."""
    there = Organisation.objects.filter(actor__gone__isnull=True)
    return there.select_related("actor", "logo").order_by("actor__name", "pk")


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    """Where `person` says to belong, for everybody to see."""
    shown = everything_of(person).filter(confirmed__isnull=False)
    return shown.filter(organisation__actor__gone__isnull=True)


def everything_of(person: Person) -> QuerySet[Affiliation]:
    """Also what waits to be confirmed."""
    rows = Affiliation.objects.filter(person=person).select_related("organisation__actor")
    return rows.order_by("organisation__actor__name")


def people_of(organisation: Organisation) -> QuerySet[Affiliation]:
    """Active people who confirmed that they belong to it."""
    shown = everybody_of(organisation).filter(confirmed__isnull=False)
    return shown.filter(person__state=PersonState.ACTIVE)


def everybody_of(organisation: Organisation) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(organisation=organisation).select_related("person__actor")
    return rows.order_by("person__actor__name")


def for_operators(asked: str = "", state: str = "") -> QuerySet[Person]:
    """Accounts by name, those who wait first; `asked` is part of a handle, name or e-mail address."""
    found = Person.objects.exclude(state=PersonState.GONE).select_related("actor")
    if asked:
        found = found.filter(
            Q(username__icontains=asked)
            | Q(actor__name__icontains=asked)
            | Q(email__icontains=asked)
        )
    if state:
        found = found.filter(state=state)
    first = Case(When(state=PersonState.WAITING, then=Value(0)), default=Value(1))
    return found.order_by(first, "actor__name", "pk")


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that still work, newest first."""
    rows = Invitation.objects.filter(used__isnull=True, expires__gt=timezone.now())
    return rows.select_related("inviter__actor").order_by("-created")


@dataclass(frozen=True)
class Tie:
    """What somebody or an organisation is elsewhere: an address, its name, and as what."""

    uri: str
    name: str
    role: str


ties_of: list[Callable[[Actor], list[Tie]]] = []
"""Asked for the page of a person or an organisation; the parts above people add theirs."""


def ties(actor: Actor) -> list[Tie]:
    return [tie for asked in ties_of for tie in asked(actor)]
