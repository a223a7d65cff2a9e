"""What must hold for the server as a whole whenever a person changes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.text import typed

from ..models import Person, PersonState

MOST_REASON = 2000


def locked(person: Person) -> Person:
    """The row as it is now, locked until the end of the transaction."""
    return Person.objects.select_for_update(of=("self",)).select_related("actor").get(pk=person.pk)


def keep_an_operator(person: Person) -> None:
    """Raises ValidationError when `person` is the last operator that can log in.

    Holds the row of the server until the transaction ends, so that of two who go at once one stays.
    """
    if not person.is_steward:
        return
    Actor.objects.select_for_update(no_key=True).get(pk=instance_actor().pk)
    others = Person.objects.filter(is_steward=True, state=PersonState.ACTIVE).exclude(pk=person.pk)
    if not others.exists():
        raise ValidationError(
            _("This is the only operator of the server. Make somebody else operator first."),
            code="last-operator",
        )


def reason_given(reason: str) -> str:
    """`reason` tidied. Raises ValidationError under 'reason' when empty or too long."""
    tidy = typed.within(typed.lines(reason), MOST_REASON, "reason")
    if not tidy:
        raise ValidationError({"reason": _("Say why. The person it concerns gets to read it.")})
    return tidy
