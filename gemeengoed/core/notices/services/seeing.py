"""What a person does with notices, and how long they are kept."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.people.models import Person

from ..models import Choice, How, Notice

KEPT = timedelta(days=90)


@transaction.atomic
def mark_seen(person: Person, pk: int) -> Notice:
    """Marks one's own notice as seen. Raises Notice.DoesNotExist for another's."""
    notice = Notice.objects.select_related("actor").get(person=person, pk=pk)
    if notice.seen is None:
        notice.seen = timezone.now()
        notice.save(update_fields=["seen"])
    return notice


def mark_seen_at(person: Person, page: str) -> None:
    """Marks as seen what leads to a page (a path) that the person is looking at."""
    there = Notice.objects.filter(person=person, seen__isnull=True, uri__startswith=page)
    if there.exists():  # so that only looking writes nothing
        there.update(seen=timezone.now())


@transaction.atomic
def mark_all_seen(person: Person) -> int:
    """How many there were."""
    unseen = Notice.objects.filter(person=person, seen__isnull=True)
    return unseen.update(seen=timezone.now())


@transaction.atomic
def choose(person: Person, choices: Mapping[str, str]) -> None:
    """Sets how a person wants each kind (slug to How). Raises ValidationError by kind."""
    kinds = registry.notice_kinds()
    wrong = [kind for kind, how in choices.items() if not _fits(kinds.get(kind), how)]
    if wrong:
        raise ValidationError({kind: _("Choose one of the answers.") for kind in wrong})
    for kind, how in choices.items():
        Choice.objects.update_or_create(person=person, kind=kind, defaults={"how": how})


def _fits(kind: registry.NoticeKind | None, how: str) -> bool:
    if kind is None:
        return False
    return how in ((How.HERE, How.NOT) if kind.has_letter else How.values)


def forget_old() -> None:
    """The clock's part: a notice is kept for 90 days, seen or not."""
    Notice.objects.filter(created__lt=timezone.now() - KEPT).delete()
