"""Making a person: taking the handle, the password and the e-mail address."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor, instance_actor
from gemeengoed.core.log.services import append
from gemeengoed.core.text import typed

from ..models import Person, PersonState

MOST_MOTIVATION = 2000


def create_person(
    handle: str,
    name: str,
    email: str,
    password: str | None = None,
    *,
    is_steward: bool = False,
    language: str = "nl",
    state: PersonState = PersonState.ACTIVE,
    motivation: str = "",
    email_verified: bool = True,
) -> Person:
    """Makes an account. Raises ValidationError by field: 'handle', 'name', 'email'.

    `is_steward` makes an operator of the server. Without `password` none works until one is set. Whoever
    calls this vouches for `email` unless `email_verified` is False. Strength of the password is the
    form's business (`django.contrib.auth.password_validation`).
    """
    person = Person(
        email=email.strip().lower(),
        is_steward=is_steward,
        language=language,
        state=state,
        motivation=motivation_of(motivation),
    )
    with transaction.atomic():
        save_new(person, handle, name, password)
        if person.email and email_verified:
            _add_address(person)
        if is_steward:
            _log_operator(person)
    return person


def motivation_of(words: str) -> str:
    """Why somebody would like an account, tidied. Raises ValidationError under 'motivation'."""
    return typed.within(typed.lines(words), MOST_MOTIVATION, "motivation")


def _log_operator(person: Person) -> None:
    """Nobody here gave this power: it came from the server's command line or its set-up link."""
    where = person.get_absolute_url()
    append(instance_actor(), "person.began_operator", None, object=where, concerns=[person.actor])


def save_new(person: Person, handle: str, name: str, password: str | None) -> None:
    """Saves a person that has no row yet, taking `handle`. Raises ValidationError by field."""
    person.actor = _take_handle(handle, name)
    person.username = person.actor.handle
    person.set_password(password)
    person.save()


def _take_handle(handle: str, name: str) -> Actor:
    named = typed.within(typed.line(name), 120, "name")
    if not named:
        raise ValidationError({"name": _("Fill in the name that others will see.")})
    try:
        return create_actor(handle, ActorKind.PERSON, named)
    except ValidationError as error:
        raise ValidationError({"handle": list(error.error_list)}) from error


def _add_address(person: Person) -> None:
    if EmailAddress.objects.filter(email__iexact=person.email, verified=True).exists():
        raise ValidationError({"email": _("Somebody here uses this e-mail address already.")})
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
