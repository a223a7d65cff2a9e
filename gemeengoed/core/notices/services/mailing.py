"""Notices by mail: at once, or the unseen ones of a day together. Plain text, in the person's language.

A row is claimed by an UPDATE in the same transaction that puts the letter in the outbox, so that it goes
out once: not twice when two workers meet, and not never when one is killed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from gemeengoed.core.instance import queries as instances
from gemeengoed.core.jobs import job
from gemeengoed.core.people.models import Person

from .. import queries
from ..models import Digest, MailState, Notice

MOST = 1000
"""Rows looked at in one run; the rest follows in the next, a minute later."""
MOST_PERSONS = 200
"""Persons who get the mail of the day in one run."""
MORNING = 7
"""Hour, in the person's own time zone, from which the mail of the day may go."""
SHOWN = 30
"""Notices written out in one letter; the rest is counted."""


@job
def send_soon() -> None:
    """Mails what waits to be mailed at once, one letter a person."""
    for person, notices in _by_person(queries.to_mail(MailState.SOON)[:MOST]):
        _send(person, notices)


@job
def send_daily() -> None:
    """Mails the unseen notices of a day to whom it is morning and who had none today."""
    now = timezone.now()
    local = {one.pk: now.astimezone(_zone(one)) for one in queries.who_wait_for_the_day()}
    had = queries.last_digests(local)
    due = [pk for pk, time in local.items() if time.hour >= MORNING and had.get(pk) != time.date()]
    waiting = queries.to_mail(MailState.DAILY).filter(person__in=due[:MOST_PERSONS])
    for person, notices in _by_person(waiting):
        _send(person, notices, local[person.pk])


def _by_person(waiting: Iterable[Notice]) -> list[tuple[Person, list[Notice]]]:
    groups = groupby(waiting, key=lambda notice: notice.person)
    return [(person, list(notices)) for person, notices in groups]


def _zone(person: Person) -> ZoneInfo:
    return ZoneInfo(person.time_zone or settings.TIME_ZONE)


def _send(person: Person, notices: list[Notice], local: datetime | None = None) -> None:
    """`local` is the person's own time for a mail of the day, of which there is one a day."""
    subject, body = _letter(person, notices, daily=local is not None)
    with transaction.atomic():
        if local is not None and not _first_today(person, local):
            return
        waiting = Notice.objects.filter(
            pk__in=[notice.pk for notice in notices], mail__in=[MailState.SOON, MailState.DAILY]
        )
        if waiting.update(mail=MailState.SENT) and person.email and person.is_active:
            send_mail(subject, body, None, [person.email])


def _first_today(person: Person, local: datetime) -> bool:
    today = local.date()
    yesterday = today - timedelta(days=1)
    digest, _new = Digest.objects.get_or_create(person=person, defaults={"day": yesterday})
    return bool(Digest.objects.filter(pk=digest.pk, day__lt=today).update(day=today))


def _letter(person: Person, notices: list[Notice], *, daily: bool) -> tuple[str, str]:
    """Subject and text. The first line of the template is the subject."""
    server = instances.current()
    with translation.override(person.language[:2] or server.language[:2]):
        lines = [(queries.sentence(notice), notice) for notice in notices[:SHOWN]]
        words = {
            "recipient": person,
            "lines": lines,
            "first": lines[0][0],
            "count": len(notices),
            "more": max(0, len(notices) - SHOWN),
            "daily": daily,
            "home": settings.BASE_URL,
            "server": server.name,
        }
        text = render_to_string("notices/letter.txt", words)
    subject, _end, body = text.strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"
