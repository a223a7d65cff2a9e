"""Which personal data accounts hold, why, and how they go (GDPR art. 30)."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .models import Affiliation, Invitation, Person, Token
from .services import forget

Rows = Iterable[dict[str, Any]]


def _account(person_id: int) -> Rows:
    fields = (
        "username",
        "actor__name",
        "language",
        "time_zone",
        "name_travels",
        "summary",
        "picture_alt",
    )
    more = ("motivation", "date_joined", "last_login", "state")
    return Person.objects.filter(pk=person_id).values(*fields, *more)


def _erase(person_id: int) -> None:
    forget(Person.objects.get(pk=person_id))


def _addresses(person_id: int) -> Rows:
    return EmailAddress.objects.filter(user_id=person_id).values("email", "verified", "primary")


def _sessions(person_id: int) -> Rows:
    rows = UserSession.objects.filter(user_id=person_id)
    return rows.values("created_at", "last_seen_at", "ip", "user_agent")


def _ways_in(person_id: int) -> Rows:
    rows = Authenticator.objects.filter(user_id=person_id)
    return rows.values("type", "created_at", "last_used_at")


def _tokens(person_id: int) -> Rows:
    rows = Token.objects.filter(person_id=person_id)
    return [dict(row) for row in rows.values("name", "scopes", "created", "last_used")]


def _affiliations(person_id: int) -> Rows:
    rows = Affiliation.objects.filter(person_id=person_id)
    fields = ("organisation__actor__name", "position", "confirmed", "may_speak")
    return [dict(row) for row in rows.values(*fields)]


def _invitations(person_id: int) -> Rows:
    rows = Invitation.objects.filter(inviter_id=person_id)
    return [dict(row) for row in rows.values("email", "created", "used")]


_CONTRACT = _("To have an account you ask for one (GDPR art. 6.1.b).")
_UNTIL_YOU_LEAVE = _("Until you change it or leave.")

# Erasing the account erases the rest of this list as well; the others name no `erase` of their own.
PERSONAL_DATA = [
    PersonalData(
        _("Account: names, language, profile and picture"),
        _("So that others know who speaks, and pages speak your language."),
        _CONTRACT,
        _("Until you leave. Then a pseudonym stands with what you wrote."),
        _account,
        _erase,
    ),
    PersonalData(
        _("E-mail addresses"),
        _("To log in, to get back in, and for mail about what you take part in."),
        _CONTRACT,
        _UNTIL_YOU_LEAVE,
        _addresses,
    ),
    PersonalData(
        _("Where you are logged in: address, browser and time"),
        _("So that you can see and end every log-in, and an intruder is noticed."),
        _("Safety of your account (GDPR art. 6.1.f)."),
        _("Until the log-in ends, at most 30 days after it was last used."),
        _sessions,
    ),
    PersonalData(
        _("Passkeys, authenticator app and recovery codes"),
        _("To let you in and nobody else."),
        _CONTRACT,
        _UNTIL_YOU_LEAVE,
        _ways_in,
    ),
    PersonalData(
        _("Tokens for apps"),
        _("To let apps that you chose in. Only a hash is kept."),
        _CONTRACT,
        _("Until you end them or they expire."),
        _tokens,
    ),
    PersonalData(
        _("Organisations you belong to"),
        _("So that others see on whose behalf you speak."),
        _("Your consent: you confirm each yourself (GDPR art. 6.1.a)."),
        _UNTIL_YOU_LEAVE,
        _affiliations,
    ),
    PersonalData(
        _("Invitations you sent"),
        _("To let people you invite make an account."),
        _CONTRACT,
        _("30 days after the invitation ends."),
        _invitations,
    ),
    PersonalData(
        _(
            "Which language you chose here without an account: a cookie in your own browser, with two letters"
        ),
        _("So that the next page speaks that language too. You ask for it by choosing."),
        _("Needed for what you ask for, so no consent (ePrivacy directive, art. 5.3)."),
        _(
            "A year, or until you choose the language of your browser again. The server holds nothing of it."
        ),
    ),
]
