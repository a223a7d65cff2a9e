"""Roles, leaving and removal. A commons always has a steward: each write looks at it anew."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.activity.services import record
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Application, Commons, MemberRole, Membership
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.people.services import tell_changed
from gemeengoed.core.registry import Audience

from . import letters
from .lock import locked


def add_member(
    commons: Commons, person: Person, role: str = MemberRole.MEMBER, joined: datetime | None = None
) -> Membership:
    """Makes `person` a member and tells the other members; an application is answered by it.

    Must run inside a transaction that holds the commons. Somebody who is a member already stays as
    they are.
    """
    values = {"role": role} | ({"joined": joined} if joined else {})
    membership, new = Membership.objects.get_or_create(
        commons=commons, person=person, defaults=values
    )
    Application.objects.filter(commons=commons, person=person).delete()
    if new:
        _record(commons, person.actor, "joined")
    if new and role != MemberRole.MEMBER:
        tell_changed(person.actor)
    return membership


def _record(commons: Commons, actor: Actor, verb: str, data: dict[str, str] | None = None) -> None:
    record(
        actor,
        verb,
        commons.get_absolute_url(),
        Audience.MEMBERS,
        object_type="commons",
        commons=commons.actor,
        title=commons.actor.name,
        data=data,
    )


def membership_of(commons: Commons, person: Person) -> Membership:
    """Raises ValidationError for somebody who is no member."""
    found = (
        Membership.objects.select_related("person__actor")
        .filter(commons=commons, person=person)
        .first()
    )
    if found is None:
        raise ValidationError(_("This person is no member of the commons."), code="no_member")
    return found


def _keep_a_steward(commons: Commons, membership: Membership) -> None:
    """Raises ValidationError when `membership` is that of the only active steward."""
    if membership.role != MemberRole.STEWARD:
        return
    others = Membership.objects.filter(
        commons=commons, role=MemberRole.STEWARD, person__state=PersonState.ACTIVE
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError(
            _(
                "A commons always has a steward, and this is the last one. "
                "Make someone else steward first, on the page with the members."
            ),
            code="last_steward",
        )


@transaction.atomic
def leave(commons: Commons, person: Person) -> None:
    """Ends one's own membership. Raises ValidationError (code last_steward, no_member)."""
    commons = locked(commons)
    membership = membership_of(commons, person)
    _keep_a_steward(commons, membership)
    if membership.role != MemberRole.MEMBER:
        append(
            commons.actor,
            "member.left",
            person.actor,
            object=person.get_absolute_url(),
            details={"role": membership.role},
            concerns=[person.actor],
        )
    membership.delete()
    _record(commons, person.actor, "left")
    if membership.role != MemberRole.MEMBER:
        tell_changed(person.actor)


def change_role(commons: Commons, person: Person, role: str, by: Person) -> Membership:
    """Gives a member another role. Raises ValidationError (codes role, last_steward, no_member)."""
    if role not in MemberRole.values:
        raise ValidationError({"role": _("Choose member, editor or steward.")}, code="role")
    with transaction.atomic():
        commons = locked(commons)
        membership = membership_of(commons, person)
        before = membership.role
        if before == role:
            return membership
        _keep_a_steward(commons, membership)
        membership.role = role
        membership.save(update_fields=["role"])
        _tell_role(commons, membership, before, by)
    return membership


def _tell_role(commons: Commons, membership: Membership, before: str, by: Person) -> None:
    person = membership.person
    append(
        commons.actor,
        f"member.made_{membership.role}",
        by.actor,
        object=person.get_absolute_url(),
        details={"from": before},
        concerns=[person.actor],
    )
    _record(commons, by.actor, "changed role", {"person": person.handle, "role": membership.role})
    tell_changed(person.actor)
    letters.role_changed(commons, membership, by)


def remove_member(commons: Commons, person: Person, reason: str, by: Person) -> None:
    """Ends somebody else's membership, with a stated reason that they and the log get.

    Raises ValidationError (code reason without one, last_steward, no_member). The log names whoever
    had a public role; of a plain member it keeps the reason and not the name (see README).
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError(
            {"reason": _("State the reason: the member gets to read it, and so does the log.")},
            code="reason",
        )
    with transaction.atomic():
        commons = locked(commons)
        membership = membership_of(commons, person)
        _keep_a_steward(commons, membership)
        known = membership.role != MemberRole.MEMBER
        append(
            commons.actor,
            "member.removed",
            by.actor,
            object=person.get_absolute_url() if known else "",
            reason=reason,
            details={"role": membership.role},
            concerns=[person.actor],
        )
        membership.delete()
        if known:
            tell_changed(person.actor)
        letters.removed(commons, person, reason, by)


@transaction.atomic
def forget_person(person_id: int) -> None:
    """Ends every membership and application of an account that goes; see `_hand_over`."""
    person = Person.objects.select_related("actor").get(pk=person_id)
    theirs = Commons.objects.filter(memberships__person=person).order_by("pk")
    for commons in theirs.select_related("actor"):
        _hand_over(locked(commons), person)
    Membership.objects.filter(person=person).delete()
    Application.objects.filter(person=person).delete()
    tell_changed(person.actor)


def _hand_over(commons: Commons, person: Person) -> None:
    """Nobody can be held here against their will. A last steward who gives up the account is
    followed by the longest-standing editor, else member, else by an operator of the server."""
    remaining = (
        Membership.objects.filter(commons=commons, person__state=PersonState.ACTIVE)
        .exclude(person=person)
        .select_related("person__actor")
    )
    was_steward = Membership.objects.filter(
        commons=commons, person=person, role=MemberRole.STEWARD
    ).exists()
    if not was_steward or remaining.filter(role=MemberRole.STEWARD).exists():
        return
    heir = remaining.filter(role=MemberRole.EDITOR).order_by("joined", "pk").first()
    heir = heir or remaining.order_by("joined", "pk").first() or _operator(commons, person)
    if heir is not None:
        heir.role = MemberRole.STEWARD
        heir.save(update_fields=["role"])
        _tell_heir(commons, heir)


def _operator(commons: Commons, person: Person) -> Membership | None:
    operators = Person.objects.filter(is_steward=True, state=PersonState.ACTIVE).exclude(
        pk=person.pk
    )
    operator = operators.select_related("actor").order_by("pk").first()
    return add_member(commons, operator) if operator else None


def _tell_heir(commons: Commons, heir: Membership) -> None:
    append(
        commons.actor,
        "member.inherited",
        None,
        object=heir.person.get_absolute_url(),
        concerns=[heir.person.actor],
    )
    tell_changed(heir.person.actor)
    letters.role_changed(commons, heir, None)
