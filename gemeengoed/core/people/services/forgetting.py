"""Ending an account: log-ins, tokens and everything personal goes; what was written stays, nameless."""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gemeengoed.core.actors.services import retire
from gemeengoed.core.instance import queries as instances
from gemeengoed.core.log import services as log
from gemeengoed.core.media.services import forget_uploader

from ..models import Affiliation, Invitation, Person, PersonState, Token
from .guard import keep_an_operator, locked
from .telling import tell_changed


def end_sessions(person: Person) -> None:
    """Logs the person out everywhere."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in UserSession.objects.filter(user_id=person.pk):
        store().delete(session.session_key)
        session.delete()


def end_log_in(person: Person) -> None:
    """Removes every way in: sessions, tokens, second factors, linked accounts, addresses, password."""
    end_sessions(person)
    for held in (Token.objects.filter(person=person), Invitation.objects.filter(inviter=person)):
        held.delete()
    for model in (Authenticator, SocialAccount, EmailAddress):
        model.objects.filter(user_id=person.pk).delete()
    person.set_unusable_password()


@transaction.atomic
def forget(person: Person) -> None:
    """Makes the account a pseudonym for good. Raises ValidationError for the last operator.

    The handle stays taken, so that nobody can pass for who left; the name becomes 'somebody who left'
    in the language of the server.
    """
    person = locked(person)
    keep_an_operator(person)
    end_log_in(person)
    Affiliation.objects.filter(person=person).delete()
    _blank(person)
    with translation.override(instances.current().language[:2]):
        retire(person.actor, _("Somebody who left"))
    log.forget(person.actor)
    tell_changed(person.actor)


def _blank(person: Person) -> None:
    person.email = person.summary = person.motivation = person.picture_alt = person.time_zone = ""
    person.picture = None
    person.is_steward = False
    person.state = PersonState.GONE
    person.last_login = None
    person.save()
    forget_uploader(person.actor)
