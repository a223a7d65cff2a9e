"""What notices hold of persons."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .models import Choice, Digest, Notice


def _notices(person_id: int) -> Iterable[dict[str, Any]]:
    rows = Notice.objects.filter(person_id=person_id).order_by("pk")
    fields = ("kind", "uri", "actor__handle", "title", "words", "created", "seen", "mail")
    return map(dict, rows.values(*fields).iterator())


def _choices(person_id: int) -> Iterable[dict[str, Any]]:
    return [dict(row) for row in Choice.objects.filter(person_id=person_id).values("kind", "how")]


def _erase(person_id: int) -> None:
    for model in (Notice, Choice, Digest):
        model.objects.filter(person_id=person_id).delete()


HELD = [
    PersonalData(
        _("Notices to you: what happened, who did it, and whether you saw it"),
        _("So that you hear of answers and of what is asked of you."),
        _("To have an account you ask for one (GDPR art. 6.1.b)."),
        _("90 days, or until you leave."),
        _notices,
        _erase,
    ),
    PersonalData(
        _("Which notices you want here, by mail or not at all"),
        _("To send you no more than you want."),
        _("To have an account you ask for one (GDPR art. 6.1.b)."),
        _("Until you change it or leave."),
        _choices,
    ),
]
