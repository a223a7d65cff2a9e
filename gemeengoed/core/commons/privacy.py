"""What a commons holds on a person: for the download, and for giving up the account."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from .models import Application, Membership
from .queries import followers_of, last_stewardships
from .services.membership import forget_person


def memberships(person_id: int) -> Iterable[dict[str, Any]]:
    """One row per membership; `joined` in ISO 8601, UTC."""
    rows = Membership.objects.filter(person_id=person_id).select_related("commons__actor")
    for row in rows.prefetch_related("groups").order_by("pk"):
        yield {
            "commons": row.commons.handle,
            "role": row.role,
            "joined": row.joined.isoformat(),
            "groups": [group.name for group in row.groups.all()],
        }


def applications(person_id: int) -> Iterable[dict[str, Any]]:
    """One row per application that waits for an answer."""
    rows = Application.objects.filter(person_id=person_id).select_related("commons__actor")
    for row in rows.order_by("pk"):
        yield {
            "commons": row.commons.handle,
            "words": row.words,
            "created": row.created.isoformat(),
        }


def erase(person_id: int) -> None:
    """Ends memberships and applications; a commons left without a steward gets another one."""
    forget_person(person_id)


def may_leave(person_id: int) -> str | None:
    """What a last steward has to do first, where somebody is there to take over; else None."""
    waiting = [one for one in last_stewardships(person_id) if followers_of(one, person_id).exists()]
    if not waiting:
        return None
    return _("You are the last steward of %(names)s. Make someone else steward there first.") % {
        "names": ", ".join(commons.name for commons in waiting)
    }
