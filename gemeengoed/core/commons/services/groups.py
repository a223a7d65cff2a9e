"""Named groups of members, such as an editorial board."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons, Group, Membership
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import typed

from .lock import locked
from .words import text_of

LONGEST_DESCRIPTION = 2000


def _name(name: str) -> str:
    name = typed.line(name)
    if not name or len(name) > 80:
        raise ValidationError({"name": _("Give the group a name of 80 characters at most.")})
    return name


def free_slug(name: str, taken: set[str], most: int) -> str:
    """A slug made of `name` that is not in `taken`; a number follows where it must."""
    base = slugify(name)[: most - 4].strip("-") or "x"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def save_group(
    commons: Commons,
    by: Person,
    *,
    name: str,
    description: str = "",
    members: Sequence[Membership] = (),
    group: Group | None = None,
) -> Group:
    """Makes `group`, or changes it. Raises ValidationError (name; somebody who is no member)."""
    name, told = _name(name), text_of(description, "description", LONGEST_DESCRIPTION)
    if any(member.commons_id != commons.pk for member in members):
        raise ValidationError({"members": _("Only members of the commons can be in a group.")})
    with transaction.atomic():
        commons = locked(commons)
        new = group is None
        group = group or Group(commons=commons, slug=_slug(commons, name))
        group.name, group.description = name, told
        group.save()
        before = set(group.members.select_related("person__actor"))
        group.members.set(members)
        act = "group.made" if new else "group.changed"
        _log(commons, by, act, group, came=set(members) - before, left=before - set(members))
    return group


def _slug(commons: Commons, name: str) -> str:
    taken = {"new", *Group.objects.filter(commons=commons).values_list("slug", flat=True)}
    return free_slug(name, taken, 50)


def _log(
    commons: Commons,
    by: Person,
    act: str,
    group: Group,
    came: Collection[Membership] = (),
    left: Collection[Membership] = (),
) -> None:
    details = {"group": group.slug, "name": group.name}
    details |= {"came": _handles(came)} if came else {}
    details |= {"left": _handles(left)} if left else {}
    concerns = [one.person.actor for one in (*came, *left)]
    append(commons.actor, act, by.actor, details=details, concerns=concerns)


def _handles(members: Collection[Membership]) -> str:
    return ", ".join(sorted(f"@{member.person.handle}" for member in members))


@transaction.atomic
def remove_group(group: Group, by: Person) -> None:
    """The group goes; its people stay members."""
    _log(locked(group.commons), by, "group.removed", group)
    group.delete()
