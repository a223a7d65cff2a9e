"""Giving up an account."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction

from gemeengoed.core.log.services import forget
from gemeengoed.core.people.models import Person

from .queries import reasons_to_stay, register


@transaction.atomic
def give_up(person: Person) -> None:
    """Erases or pseudonymises everything held on `person`, all or nothing.

    Raises ValidationError with what must be done first. Each part erases its own, those that build on
    others first; shared work stays under a pseudonym. The log forgets last, for erasing may write in it.
    """
    reasons = reasons_to_stay(person)
    if reasons:
        raise ValidationError(reasons)
    for erase in _erasers():
        erase(person.pk)
    forget(person.actor)


def _erasers() -> list[Callable[[int], None]]:
    # INSTALLED_APPS goes from the bottom up, so what it ends with is erased first.
    found = [one.erase for part in reversed(register()) for one in part.held if one.erase]
    return list(dict.fromkeys(found))
