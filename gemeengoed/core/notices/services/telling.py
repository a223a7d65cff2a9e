"""`tell()`: the one function by which any part lets persons know of something."""

from collections.abc import Iterable

from django.db import transaction

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.database.once import once
from gemeengoed.core.jobs import wake
from gemeengoed.core.people.models import Person

from ..models import Choice, How, MailState, Notice
from .mailing import send_soon

_MAIL = {How.MAIL: MailState.SOON, How.DAILY: MailState.DAILY}
LONGEST_WORDS = 280
"""Characters of what somebody wrote that a notice shows."""


def tell(
    recipients: Iterable[Person],
    kind: str,
    uri: str,
    *,
    actor: Actor | None,
    title: str = "",
    words: str = "",
    thing: str = "",
) -> None:
    """Tells `recipients` of what happened at `uri` (a path), inside the transaction of the change.

    Never to `actor`, who did it, nor to who has gone; once per `thing` (default: `uri`), so that
    who is told as the writer of a text and by name hears it once: tell the nearest first.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("notices.tell() belongs inside the transaction of what it tells of")
    declared = registry.notice_kinds()[kind]
    acted = actor.pk if actor else None
    persons = {one.pk: one for one in recipients if one.is_active and one.actor_id != acted}
    how = once(_wishes, tuple(persons), kind)
    told = [
        Notice(
            person=person,
            kind=kind,
            thing=(thing or uri)[:500],
            uri=uri,
            actor=actor,
            title=title[:300],
            words=_short(words),
            mail="" if declared.has_letter else _MAIL.get(How(how[pk]), MailState.NONE),
        )
        for pk, person in persons.items()
        if how[pk] != How.NOT
    ]
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    if any(notice.mail == MailState.SOON for notice in told):
        wake(send_soon)


def _wishes(persons: tuple[int, ...], kind: str) -> dict[int, str]:
    chosen = dict(
        Choice.objects.filter(person__in=persons, kind=kind).values_list("person_id", "how")
    )
    return {pk: chosen.get(pk, Choice.DEFAULT) for pk in persons}


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1].rstrip()}…"


def retract(thing: str) -> None:
    """Takes back all notices about `thing`, when what they told of was taken back or hidden."""
    Notice.objects.filter(thing=thing).delete()
