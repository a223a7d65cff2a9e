"""Who may do what: an act is allowed from the least role that was declared for it upwards."""

from gemeengoed.core import registry
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Role

from .models import Commons, Making, Membership

# OPERATOR is no rung of this ladder: who runs the server has no power in a commons by that alone.
_LADDER = {Role.VISITOR: 0, Role.MEMBER: 1, Role.EDITOR: 2, Role.STEWARD: 3}


def includes(role: Role, least: Role) -> bool:
    """Whether `role` in a commons is `least` or more."""
    return least in _LADDER and _LADDER.get(role, -1) >= _LADDER[least]


def role_in(person: Person | None, commons: Commons) -> Role:
    """The role of `person` in `commons`; VISITOR for nobody, a stranger or a suspended account."""
    if person is None or not person.is_active:
        return Role.VISITOR
    found = Membership.objects.filter(commons=commons, person=person).values_list("role", flat=True)
    return Role(found[0]) if found else Role.VISITOR


def may(person: Person | None, act: str, commons: Commons | None = None) -> bool:
    """Whether `person` may do `act` in `commons` (on the server when None). Unknown: nobody."""
    least = registry.least_role(act)
    if least is None:
        return False
    if least == Role.OPERATOR:
        return person is not None and person.is_active and person.is_steward
    role = role_in(person, commons) if commons is not None else Role.VISITOR
    return includes(role, least)


def may_create_commons(person: Person | None) -> bool:
    """Whoever may do 'commons.create', and every active person unless the operator narrowed it."""
    if person is None or not person.is_active:
        return False
    return may(person, "commons.create") or not Making.objects.filter(operators_only=True).exists()
