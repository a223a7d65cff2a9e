"""What is held on persons, by all parts together."""

from typing import Any, NamedTuple

from gemeengoed.core import registry
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.registry import PersonalData


class Part(NamedTuple):
    """A part of the software and what it holds."""

    slug: str
    name: Any
    held: list[PersonalData]


def register() -> list[Part]:
    """The register of GDPR article 30, in the order of the parts."""
    parts = [Part(c.slug, c.name, list(c.personal_data)) for c in registry.capabilities()]
    return [part for part in parts if part.held]


def operators() -> list[Person]:
    """Those who run this server and can be asked, longest here first."""
    active = Person.objects.filter(is_steward=True, state=PersonState.ACTIVE)
    return list(active.select_related("actor").order_by("pk"))


def reasons_to_stay(person: Person) -> list[str]:
    """What must be done before the account can be given up; nothing when it can."""
    hooks = [c.may_leave for c in registry.capabilities() if c.may_leave]
    return [reason for hook in hooks if (reason := hook(person.pk))]
