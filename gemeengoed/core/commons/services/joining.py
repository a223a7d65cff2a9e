"""Three ways in: openly, on application, with an invitation link."""

import hashlib
import secrets
from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Application, Commons, Joining, JoinLink, Membership
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Person

from . import letters
from .lock import locked
from .membership import add_member
from .words import text_of

LONGEST_WORDS = 2000
LONGEST_LINK = 365
MOST_USES = 1000
ONE_DAY = 24 * 60 * 60
"""Seconds."""


def join(commons: Commons, person: Person) -> Membership:
    """Joins where everybody may. Raises ValidationError (code closed) elsewhere."""
    with transaction.atomic():
        commons = locked(commons)
        if commons.joining != Joining.OPEN:
            raise ValidationError(
                _("This commons is not open to everybody. Look at its page for the way to join."),
                code="closed",
            )
        return add_member(commons, person)


def apply(commons: Commons, person: Person, words: str) -> Application:
    """Asks to join; asking again replaces the words. ValidationError: closed, member, words."""
    words = text_of(words, "words", LONGEST_WORDS)
    with transaction.atomic():
        commons = locked(commons)
        _may_apply(commons, person)
        application, new = Application.objects.update_or_create(
            commons=commons, person=person, defaults={"words": words}
        )
        if new and _may_write_again(application):
            letters.applied(application)
    return application


def _may_write_again(application: Application) -> bool:
    """Once a day: who asks, withdraws and asks again shows in the list, and fills nobody's mailbox."""
    key = f"applied:{application.commons_id}:{application.person_id}"
    return bool(cache.add(key, 1, ONE_DAY))


def _may_apply(commons: Commons, person: Person) -> None:
    if Membership.objects.filter(commons=commons, person=person).exists():
        raise ValidationError(_("You are a member already."), code="member")
    if commons.joining != Joining.APPLICATION:
        raise ValidationError(
            _("This commons takes no applications. Look at its page for the way to join."),
            code="closed",
        )


@transaction.atomic
def withdraw(commons: Commons, person: Person) -> None:
    """Takes back one's own application; nothing happens when there is none."""
    Application.objects.filter(commons=commons, person=person).delete()


def _waiting(commons: Commons, application_id: int) -> Application:
    found = (
        Application.objects.select_related("person__actor")
        .filter(commons=commons, pk=application_id)
        .first()
    )
    if found is None:
        raise ValidationError(
            _("This application has been answered or withdrawn already."), code="answered"
        )
    return found


@transaction.atomic
def accept(commons: Commons, application_id: int, by: Person) -> Membership:
    """Lets the applicant in. Raises ValidationError (code answered)."""
    commons = locked(commons)
    application = _waiting(commons, application_id)
    membership = add_member(commons, application.person)
    append(commons.actor, "application.accepted", by.actor, concerns=[application.person.actor])
    letters.accepted(commons, application.person)
    return membership


def decline(commons: Commons, application_id: int, reason: str, by: Person) -> None:
    """Answers no, with the reason that the applicant and the log get. Raises ValidationError."""
    reason = text_of(reason, "reason", LONGEST_WORDS)
    if not reason:
        raise ValidationError(
            {"reason": _("State the reason: whoever asked gets to read it.")}, code="reason"
        )
    with transaction.atomic():
        commons = locked(commons)
        application = _waiting(commons, application_id)
        person = application.person
        append(
            commons.actor,
            "application.declined",
            by.actor,
            reason=reason,
            concerns=[person.actor],
        )
        application.delete()
        letters.declined(commons, person, reason)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(commons: Commons, by: Person, days: int = 14, uses: int = 1) -> tuple[JoinLink, str]:
    """A link's row and its token, which is shown once and kept nowhere. Raises ValidationError."""
    if not 1 <= days <= LONGEST_LINK:
        raise ValidationError({"days": _("Choose 1 to 365 days.")})
    if not 1 <= uses <= MOST_USES:
        raise ValidationError({"uses": _("Choose 1 to 1000 people.")})
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        link = JoinLink.objects.create(
            commons=commons,
            token=_digest(token),
            inviter=by,
            expires=timezone.now() + timedelta(days=days),
            uses_left=uses,
        )
        append(commons.actor, "link.made", by.actor, details={"days": days, "uses": uses})
    return link, token


@transaction.atomic
def revoke_link(commons: Commons, link_id: int, by: Person) -> None:
    """Ends a link at once. Raises ValidationError when it is not there or was ended already."""
    ended = JoinLink.objects.filter(commons=commons, pk=link_id, revoked__isnull=True).update(
        revoked=timezone.now()
    )
    if not ended:
        raise ValidationError(_("This link was revoked already."), code="revoked")
    append(commons.actor, "link.revoked", by.actor, details={"link": link_id})


def find_link(commons: Commons, token: str) -> JoinLink:
    """The link that holds `token`. Raises ValidationError (unknown, revoked, expired, used)."""
    link = JoinLink.objects.filter(commons=commons, token=_digest(token)).first()
    if link is None:
        raise ValidationError(
            _("This link does not exist. Check that all of it was copied."), code="unknown"
        )
    if link.revoked:
        raise ValidationError(_("This link has been revoked. Ask for a new one."), code="revoked")
    if link.expires <= timezone.now():
        raise ValidationError(_("This link has expired. Ask for a new one."), code="expired")
    if link.uses_left < 1:
        raise ValidationError(_("This link has been used up. Ask for a new one."), code="used")
    return link


@transaction.atomic
def join_by_link(commons: Commons, token: str, person: Person) -> Membership:
    """Joins with a link, which loses one use unless the person is a member already."""
    commons = locked(commons)
    present = Membership.objects.filter(commons=commons, person=person).first()
    if present is not None:
        return present
    link = find_link(commons, token)
    JoinLink.objects.filter(pk=link.pk).update(uses_left=F("uses_left") - 1)
    return add_member(commons, person)
