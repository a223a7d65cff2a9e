"""Reads of notices."""

from django.db.models import F, QuerySet

from gemeengoed.core import registry
from gemeengoed.core.people.models import Person

from .models import Choice, How, MailState, Notice


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
