"""Acts of the server itself: an act of the least role OPERATOR needs a steward of the instance."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role

from .models import Person

# Other parts may let more people make an organisation: stewards of a commons need partners.
organisation_makers: list[Callable[[Person], bool]] = []


class LoginRequired(PermissionDenied):
    """Not allowed to a visitor; the page for status 403 leads to the log-in."""


def may(person: Person | None, act: str) -> bool:
    """Whether `person` may do `act` of the server. What was not declared nobody may."""
    if person is None or not person.is_active:
        return False
    return registry.least_role(act) == Role.OPERATOR and person.is_steward


def may_make_organisation(person: Person | None) -> bool:
    """Operators, and whoever another part of the core lets (`organisation_makers`)."""
    if may(person, "organisations.create"):
        return True
    return (
        person is not None
        and person.is_active
        and any(lets(person) for lets in organisation_makers)
    )


def person_of(request: HttpRequest) -> Person | None:
    """Who is logged in, or whose token the API accepted."""
    user = request.user
    return user if isinstance(user, Person) and user.is_active else None


def require_person(request: HttpRequest) -> Person:
    """Raises LoginRequired for a visitor."""
    person = person_of(request)
    if person is None:
        raise LoginRequired(_("Log in to do this."))
    return person


def require(request: HttpRequest, act: str) -> Person:
    """The person, who may do `act`. Raises LoginRequired or PermissionDenied."""
    person = require_person(request)
    if not may(person, act):
        raise PermissionDenied(_("Only an operator of this server may do this."))
    return person
