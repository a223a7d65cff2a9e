"""Invitations to the server: a link that lets somebody sign up, good for some days and one account."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.log.services import append

from ..models import Invitation, Person
from ..tokens import digest
from . import letters

DAYS = 14


def invite(
    by: Person,
    email: str = "",
    *,
    days: int = DAYS,
    commons: Actor | None = None,
    language: str = "",
    message: bool = True,
) -> tuple[Invitation, str]:
    """Makes an invitation and returns it with its link, which is shown once and kept nowhere.

    With `email` (and `message`) the link is mailed too, and the address counts as verified when the
    account is made with it. `commons` is only remembered: whoever owns commons acts upon it.
    """
    token = secrets.token_urlsafe(24)
    link = f"{settings.BASE_URL}/invitation/{token}/"
    with transaction.atomic():
        invitation = Invitation.objects.create(
            token=digest(token),
            inviter=by,
            email=email.strip().lower(),
            commons=commons,
            expires=timezone.now() + timedelta(days=days),
        )
        append(commons or instance_actor(), "person.invited", by.actor)
        if invitation.email and message:
            letters.invited(invitation.email, language or by.language, by, link, invitation.expires)
    return invitation, link


def find(token: str) -> Invitation:
    """The invitation behind a link. Raises ValidationError: 'unknown', 'used' or 'expired'."""
    row = Invitation.objects.select_related("inviter__actor").filter(token=digest(token)).first()
    if row is None:
        raise ValidationError(
            _("This invitation does not exist, or was withdrawn."), code="unknown"
        )
    if row.used:
        raise ValidationError(_("An account was made with this invitation already."), code="used")
    if row.expires <= timezone.now():
        raise ValidationError(_("This invitation is too old."), code="expired")
    return row


def use(invitation: Invitation, person: Person) -> None:
    """Ends the invitation: one account each. Raises ValidationError when another was quicker."""
    taken = Invitation.objects.filter(pk=invitation.pk, used__isnull=True).update(
        used=timezone.now(), used_by=person
    )
    if not taken:
        raise ValidationError(_("An account was made with this invitation already."), code="used")


@transaction.atomic
def withdraw(invitation: Invitation, by: Person) -> None:
    """The link no longer works."""
    append(invitation.commons or instance_actor(), "person.invitation_withdrawn", by.actor)
    invitation.delete()
