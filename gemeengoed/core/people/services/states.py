"""What operators decide about an account: approve, decline, suspend, let back in, make operator.

Every act stands in the public log of the server.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.actors.services import instance_actor, touch_everywhere
from gemeengoed.core.log.services import append

from ..models import Person, PersonState
from . import letters
from .forgetting import end_sessions, forget
from .guard import keep_an_operator, locked, reason_given
from .telling import tell_changed


@transaction.atomic
def approve(person: Person, by: Person) -> Person:
    """Lets somebody who waits in, and tells them. Raises ValidationError when they do not wait."""
    person = _waiting(person)
    _become(person, PersonState.ACTIVE)
    _log("person.approved", person, by)
    letters.approved(person)
    return person


def decline(person: Person, by: Person, reason: str) -> None:
    """Tells somebody who waits why not, and forgets what they gave. The log holds no name of theirs.

    Raises ValidationError under 'reason', or when they do not wait.
    """
    reason = reason_given(reason)
    with transaction.atomic():
        person = _waiting(person)
        letters.declined(person, reason)
        append(instance_actor(), "person.declined", by.actor, reason=reason)
        forget(person)


def suspend(person: Person, by: Person, reason: str) -> Person:
    """Ends every log-in until `restore`, and tells the person. Raises ValidationError (reason, state)."""
    reason = reason_given(reason)
    with transaction.atomic():
        person = _in_state(
            person, PersonState.ACTIVE, _("Only an active account can be suspended.")
        )
        keep_an_operator(person)
        _become(person, PersonState.SUSPENDED)
        end_sessions(person)
        _log("person.suspended", person, by, reason)
        letters.suspended(person, reason)
    return person


def restore(person: Person, by: Person, reason: str = "") -> Person:
    """Ends a suspension, and tells the person."""
    with transaction.atomic():
        person = _in_state(person, PersonState.SUSPENDED, _("This account is not suspended."))
        _become(person, PersonState.ACTIVE)
        _log("person.restored", person, by, reason.strip())
        letters.restored(person)
    return person


def make_operator(person: Person, by: Person) -> Person:
    """Gives somebody power over the server."""
    with transaction.atomic():
        person = _in_state(person, PersonState.ACTIVE, _("Only an active account can be operator."))
        person.is_steward = True
        person.save(update_fields=["is_steward"])
        _log("person.made_operator", person, by)
    return person


def end_operator(person: Person, by: Person) -> Person:
    """Takes that power away. Raises ValidationError for the last operator."""
    with transaction.atomic():
        person = locked(person)
        keep_an_operator(person)
        person.is_steward = False
        person.save(update_fields=["is_steward"])
        _log("person.ended_operator", person, by)
    return person


def _waiting(person: Person) -> Person:
    return _in_state(person, PersonState.WAITING, _("Somebody decided about this account already."))


def _in_state(person: Person, state: PersonState, otherwise: str) -> Person:
    person = locked(person)
    if person.state != state:
        raise ValidationError(otherwise, code="state")
    return person


def _become(person: Person, state: PersonState) -> None:
    person.state = state
    person.save(update_fields=["state"])
    tell_changed(person.actor)
    touch_everywhere(person.actor)  # whoever is suspended is no longer shown among members


def _log(act: str, person: Person, by: Person, reason: str = "") -> None:
    append(
        instance_actor(),
        act,
        by.actor,
        object=person.get_absolute_url(),
        reason=reason,
        concerns=[person.actor],
    )
