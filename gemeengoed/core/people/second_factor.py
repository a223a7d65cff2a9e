"""Who must have a second factor: parts of the core say so by adding a function to `demanded_of`.

    from gemeengoed.core.people import second_factor
    second_factor.demanded_of.append(is_steward_of_a_commons)   # in AppConfig.ready()

They are asked only where the operator switched `Instance.second_factor_for_stewards` on.
"""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.instance import queries as instances

from .models import Person

WANTED = _("Stewards here log in with a second step. Choose one, then go on.")

Demand = Callable[[Person], bool]


def _runs_the_server(person: Person) -> bool:
    return person.is_steward


demanded_of: list[Demand] = [_runs_the_server]


def is_demanded_of(person: Person) -> bool:
    """Whether any part of the server wants a second factor of `person`."""
    return any(demand(person) for demand in demanded_of)


def has(person: Person) -> bool:
    """Whether `person` has a passkey, a security key or an authenticator app."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()


def is_missing(person: Person) -> bool:
    """Whether the operator demands a second factor that `person` does not have yet."""
    if not instances.current().second_factor_for_stewards:
        return False
    return is_demanded_of(person) and not has(person)
