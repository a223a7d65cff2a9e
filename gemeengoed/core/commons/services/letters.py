"""Short letters about membership, in the language of whoever gets them, and a notice beside each.

Both belong to the transaction of the change: letters go to the outbox.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from gemeengoed.core.commons.models import Application, Commons, MemberRole, Membership
from gemeengoed.core.notices.services import tell
from gemeengoed.core.people.models import Organisation, Person, PersonState
from gemeengoed.core.text.typed import line


def _send(person: Person, commons: Commons, kind: str, **context: object) -> None:
    """The subject has a template of its own, so that no word of it can become part of the body."""
    if not person.email:
        return
    address = f"{settings.BASE_URL}{commons.get_absolute_url()}"
    words = {"commons": commons, "address": address, "recipient": person, **context}
    with translation.override(person.language[:2] or commons.language[:2]):
        subject = line(render_to_string(f"commons/letters/{kind}.subject.txt", words))
        body = render_to_string(f"commons/letters/{kind}.txt", words).strip()
    send_mail(subject, body + "\n", None, [person.email])


def applied(application: Application) -> None:
    """To every steward: somebody asks to join."""
    commons = application.commons
    stewards = Person.objects.filter(
        memberships__commons=commons,
        memberships__role=MemberRole.STEWARD,
        state=PersonState.ACTIVE,
    ).select_related("actor")
    for steward in stewards:
        _send(steward, commons, "applied", application=application)
    home = commons.get_absolute_url()
    tell(
        stewards,
        "commons.applied",
        f"{home}settings/applications/",
        actor=application.person.actor,
        title=commons.actor.name,
        thing=f"{home}applications/{application.pk}",
    )


def accepted(commons: Commons, person: Person) -> None:
    _send(person, commons, "accepted")
    _tell(person, commons, "accepted")


def declined(commons: Commons, person: Person, reason: str) -> None:
    _send(person, commons, "declined", reason=reason)
    _tell(person, commons, "declined", words=reason)


def _tell(
    person: Person, commons: Commons, kind: str, by: Person | None = None, words: str = ""
) -> None:
    tell(
        [person],
        f"commons.{kind}",
        commons.get_absolute_url(),
        actor=by.actor if by else None,
        title=commons.actor.name,
        words=words,
        thing=f"{commons.get_absolute_url()}{kind}/{timezone.now().isoformat()}",
    )


def removed(commons: Commons, person: Person, reason: str, by: Person) -> None:
    _send(person, commons, "removed", reason=reason, by=by)


def role_changed(commons: Commons, membership: Membership, by: Person | None) -> None:
    _send(membership.person, commons, "role_changed", membership=membership, by=by)
    _tell(membership.person, commons, "role_changed", by)


def partner_named(commons: Commons, organisation: Organisation, by: Person) -> None:
    """To who looks after the organisation, unless they did it themselves."""
    managers = Person.objects.filter(
        affiliation__organisation=organisation,
        affiliation__may_manage=True,
        state=PersonState.ACTIVE,
    ).exclude(pk=by.pk)
    home = settings.BASE_URL
    for person in managers.select_related("actor"):
        _send(person, commons, "partner_named", organisation=organisation, by=by, home=home)
