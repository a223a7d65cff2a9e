"""Short letters about an account, in the language of whoever gets them. They go to the outbox."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from gemeengoed.core.instance import queries as instances
from gemeengoed.core.text.typed import line

from ..models import Person, PersonState


def _write(address: str, language: str, kind: str, /, **context: object) -> None:
    """The subject has a template of its own, so that no word of it can become part of the body."""
    if not address:
        return
    server = instances.current()
    words = {"server": server.name, "home": settings.BASE_URL, **context}
    with translation.override(language[:2] or server.language[:2]):
        subject = line(render_to_string(f"people/letters/{kind}.subject.txt", words))
        body = render_to_string(f"people/letters/{kind}.txt", words).strip()
    send_mail(subject, body + "\n", None, [address])


def _tell(person: Person, kind: str, /, **context: object) -> None:
    _write(person.email, person.language, kind, recipient=person, **context)


def waiting(person: Person) -> None:
    """To the person: the account waits for approval. To every operator: somebody waits."""
    _tell(person, "waiting")
    operators = Person.objects.filter(is_steward=True, state=PersonState.ACTIVE)
    for operator in operators.select_related("actor"):
        _tell(operator, "asks", person=person)


def approved(person: Person) -> None:
    _tell(person, "approved")


def declined(person: Person, reason: str) -> None:
    _tell(person, "declined", reason=reason)


def suspended(person: Person, reason: str) -> None:
    _tell(person, "suspended", reason=reason)


def restored(person: Person) -> None:
    _tell(person, "restored")


def invited(address: str, language: str, inviter: Person, link: str, expires: datetime) -> None:
    _write(address, language, "invited", inviter=inviter, link=link, expires=expires)


def affiliation_asked(person: Person, organisation: object, by: Person) -> None:
    _tell(person, "affiliation", organisation=organisation, by=by)
