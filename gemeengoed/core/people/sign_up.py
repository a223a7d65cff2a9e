"""Making one's own account, by the policy of the server: open, on approval, or by invitation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from gemeengoed.core.instance import queries as instances
from gemeengoed.core.instance.models import SignUp

from .models import Invitation, Person, PersonState
from .services import invitations, letters
from .services.making import motivation_of, save_new
from .tokens import digest


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that the sign-up page was opened with, if it can still be used. One query at most."""
    token = request.POST.get("invitation") or request.GET.get("invitation", "")
    if not token:
        return None
    try:
        return invitations.find(token)
    except ValidationError:
        return None


def used_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation with which this very request made an account."""
    token = request.POST.get("invitation", "")
    row = Invitation.objects.filter(token=digest(token), used__isnull=False).first()
    return row if token else None


def is_open_to(invitation: Invitation | None) -> bool:
    """Whether a visitor, with or without an invitation, may make an account."""
    return invitation is not None or instances.current().sign_up != SignUp.INVITATION


def first_state(invitation: Invitation | None) -> PersonState:
    """An invitation stands for an approval."""
    waits = instances.current().sign_up == SignUp.APPROVAL and invitation is None
    return PersonState.WAITING if waits else PersonState.ACTIVE


def save(person: Person, data: dict[str, Any], invitation: Invitation | None) -> Person:
    """Saves the account of somebody who signed up. Raises ValidationError by field."""
    person.email = (data.get("email") or "").lower()
    person.language = data.get("language") or instances.current().language[:2]
    person.motivation = motivation_of(data.get("motivation") or "")
    person.state = first_state(invitation)
    with transaction.atomic():
        save_new(person, data["username"], data["name"], data.get("password1"))
        if invitation is not None:
            invitations.use(invitation, person)
        if person.state == PersonState.WAITING:
            letters.waiting(person)
    return person
