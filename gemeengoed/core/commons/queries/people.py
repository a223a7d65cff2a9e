"""Who belongs to a commons."""

from django.db.models import Case, Count, IntegerField, QuerySet, When

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.commons.models import (
    Application,
    Commons,
    Group,
    MemberRole,
    Membership,
    Partnership,
)
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.people.queries import Tie

_ORDER = Case(
    When(role=MemberRole.STEWARD, then=0),
    When(role=MemberRole.EDITOR, then=1),
    default=2,
    output_field=IntegerField(),
)


def members(commons: Commons) -> QuerySet[Membership]:
    """All active members: stewards, then editors, then members, each by name."""
    return (
        Membership.objects.filter(commons=commons, person__state=PersonState.ACTIVE)
        .select_related("person__actor", "person__picture")
        .order_by(_ORDER, "person__actor__name", "pk")
    )


def public_members(commons: Commons) -> QuerySet[Membership]:
    """Those with a public task: stewards and editors."""
    return members(commons).exclude(role=MemberRole.MEMBER)


def member_count(commons: Commons) -> int:
    return Membership.objects.filter(commons=commons, person__state=PersonState.ACTIVE).count()


def applications(commons: Commons) -> QuerySet[Application]:
    """Who asks to join, the longest waiting first."""
    return (
        Application.objects.filter(commons=commons, person__state=PersonState.ACTIVE)
        .select_related("person__actor")
        .order_by("created", "pk")
    )


def ties(actor: Actor) -> list[Tie]:
    """For the page of a person the commons where they have a public role; of an organisation those of
    which it is a partner."""
    roles = Membership.objects.filter(person__actor=actor).exclude(role=MemberRole.MEMBER)
    partners = Partnership.objects.filter(organisation__actor=actor)
    rows = roles if actor.kind == ActorKind.PERSON else partners
    there = rows.filter(commons__actor__gone__isnull=True).select_related("commons__actor")
    return [
        Tie(one.commons.get_absolute_url(), one.commons.name, one.get_role_display())
        for one in there.order_by("commons__actor__name", "pk")
    ]


def application_of(commons: Commons, person: Person | None) -> Application | None:
    """The application of this person that waits for an answer."""
    if person is None:
        return None
    return Application.objects.filter(commons=commons, person=person).first()


def declined(commons: Commons, person: Person | None) -> str:
    """The reason why this person was not let in, when that was the last thing decided about them."""
    if person is None:
        return ""
    about = LogEntry.objects.filter(owner=commons.actor, concerns=person.actor)
    last = about.filter(act__regex="^(application|member)[.]").order_by("-number").first()
    if last is None or last.act != "application.declined" or last.words is None:
        return ""
    # Whoever declined is concerned as well: the applicant is the one who did not do it.
    return "" if last.words["actor"] == person.handle else str(last.words["reason"])


def in_groups(commons: Commons) -> QuerySet[Group]:
    """The named groups with their members, in two queries."""
    return (
        Group.objects.filter(commons=commons)
        .annotate(size=Count("members"))
        .prefetch_related("members__person__actor")
    )


def is_steward_somewhere(person: Person) -> bool:
    """Whether the person is steward of any commons: then a second factor can be demanded."""
    return Membership.objects.filter(person=person, role=MemberRole.STEWARD).exists()


def last_stewardships(person_id: int) -> QuerySet[Commons]:
    """The commons that would be without an active steward if this person left."""
    stewards = Membership.objects.filter(role=MemberRole.STEWARD, person__state=PersonState.ACTIVE)
    theirs = Membership.objects.filter(person_id=person_id, role=MemberRole.STEWARD)
    return (
        Commons.objects.filter(pk__in=theirs.values("commons"))
        .exclude(pk__in=stewards.exclude(person_id=person_id).values("commons"))
        .select_related("actor")
        .order_by("pk")
    )


def is_last_steward(commons: Commons, person: Person) -> bool:
    """Whether the commons would be without an active steward if this person left."""
    return last_stewardships(person.pk).filter(pk=commons.pk).exists()


def followers_of(commons: Commons, person_id: int) -> QuerySet[Membership]:
    """Who could follow the last steward: editors, then members, the longest there first."""
    return members(commons).exclude(person_id=person_id).order_by(_ORDER, "joined", "pk")
