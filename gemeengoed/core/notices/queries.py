"""Reads of notices."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet

from gemeengoed.core import registry
from gemeengoed.core.people.models import Person

from .models import Choice, Digest, How, MailState, Notice


def of(person: Person, *, unseen: bool = False) -> QuerySet[Notice]:
    """Those of `person`: what was not seen first, then the newest."""
    found = Notice.objects.filter(person=person).select_related("actor")
    if unseen:
        found = found.filter(seen__isnull=True)
    return found.order_by(F("seen").desc(nulls_first=True), "-created", "-pk")


def unseen_count(person: Person) -> int:
    """How many were not seen yet; one query on a small index."""
    return Notice.objects.filter(person=person, seen__isnull=True).count()


def choices_of(person: Person) -> dict[str, How]:
    """Every declared kind with how this person wants it."""
    chosen = dict(Choice.objects.filter(person=person).values_list("kind", "how"))
    return {kind: How(chosen.get(kind, Choice.DEFAULT)) for kind in registry.notice_kinds()}


def sentence(notice: Notice) -> str:
    """What happened, in the active language."""
    kind = registry.notice_kinds().get(notice.kind)
    if kind is None:
        return notice.title
    who = notice.actor.name if notice.actor else ""
    return str(kind.sentence) % {"actor": who, "title": notice.title}


def to_mail(state: MailState) -> QuerySet[Notice]:
    """What waits to be mailed, the oldest first a person; what was seen here needs no mail."""
    return (
        Notice.objects.filter(mail=state, seen__isnull=True)
        .select_related("actor", "person__actor")
        .order_by("person_id", "pk")
    )


def who_wait_for_the_day() -> QuerySet[Person]:
    """Persons with something for the mail of the day."""
    waiting = Notice.objects.filter(mail=MailState.DAILY, seen__isnull=True)
    return Person.objects.filter(pk__in=waiting.values("person")).order_by("pk")


def last_digests(persons: Iterable[int]) -> dict[int, date]:
    """By person the day of their last mail of the day."""
    rows = Digest.objects.filter(person__in=list(persons))
    return dict(rows.values_list("person_id", "day"))
