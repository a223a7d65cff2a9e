"""The commons of the demonstration with its members, questions, phases and partners."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from gemeengoed.core.commons.models import Commons, Partnership, Phase, Question
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.commons.services.membership import add_member
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.commons.services.programme import save_phase, save_question
from gemeengoed.core.commons.services.settings import set_picture
from gemeengoed.core.media.services import store_image
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.people.services import create_organisation
from gemeengoed.core.people.services.organisations import set_logo

Table = dict[str, Any]


def make(described: Table, steward: Person, content: Path) -> Commons:
    """The commons as it is, or a new one to which everybody may join."""
    found = Commons.objects.select_related("actor").filter(actor__handle=described["handle"])
    if found:
        return found[0]
    made = create_commons(
        described["handle"],
        described["name"],
        steward,
        purpose=described["purpose"],
        language=described["language"],
        licence=described["licence"],
        joining="open",
    )
    return _with_picture(made, described.get("picture"), steward, content)


def _with_picture(made: Commons, picture: Table | None, steward: Person, content: Path) -> Commons:
    if picture is None:
        return made
    with (content / picture["file"]).open("rb") as file:
        stored = store_image(File(file), made.actor, steward.actor)
    return set_picture(made, steward, stored, picture["alt"])


@transaction.atomic
def add_members(made: Commons, persons: dict[str, Person], steward: Person) -> None:
    for role, person in persons.items():
        if person != steward:
            add_member(made, person, role)


def add_questions(made: Commons, described: list[Table], steward: Person) -> None:
    known = set(Question.with_removed.filter(commons=made).values_list("slug", flat=True))
    for one in described:
        if one["slug"] not in known:
            save_question(
                made,
                steward,
                slug=one["slug"],
                text=one["text"],
                explanation=one["explanation"],
                main=one["main"],
            )


def add_phases(made: Commons, described: list[Table], steward: Person) -> None:
    """All of them, once; what a steward removes afterwards stays removed."""
    if Phase.objects.filter(commons=made).exists():
        return
    questions = {one.slug: one for one in Question.objects.filter(commons=made)}
    for one in described:
        words = {name: one[name] for name in ("title", "question", "plan", "outcome")}
        save_phase(
            made,
            steward,
            starts=one["start"],
            ends=one["end"],
            questions=[questions[slug] for slug in one["questions"] if slug in questions],
            **words,
        )


def add_partners(made: Commons, described: list[Table], steward: Person, content: Path) -> None:
    if Partnership.objects.filter(commons=made).exists():
        return
    known = {one.actor.handle: one for one in Organisation.objects.select_related("actor")}
    for one in described:
        organisation = known.get(one["handle"]) or _organisation(one, steward, content)
        add_partner(made, organisation, steward, one["role"])


def _organisation(described: Table, steward: Person, content: Path) -> Organisation:
    made = create_organisation(
        described["handle"],
        described["name"]["nl"],
        steward,
        description=described["description"],
        website=described["website"],
    )
    with (content / described["logo"]["file"]).open("rb") as file:
        logo = store_image(File(file), made.actor, steward.actor)
    return set_logo(made, steward, logo, described["logo"]["alt"])
