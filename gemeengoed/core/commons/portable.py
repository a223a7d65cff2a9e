"""A commons on its way to another server: itself, its charter, its programme, its partners."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.portable import Arrival, BadRow, Departure, Portable, Row, fields, values
from gemeengoed.core.text import licences

from .models import CharterVersion, Commons, Membership, Partnership, Phase, Question

ITSELF = ("names", "purpose", "language", "licence", "joining", "capabilities", "picture_alt")
QUESTION = ("slug", "text", "explanation", "main", "position", "removed")
PHASE = ("title", "starts", "ends", "question", "plan", "outcome")
CHARTER = ("number", "answers", "reason", "created")


def _commons(departure: Departure) -> Commons:
    return Commons.objects.select_related("actor").get(actor__handle=departure.handle)


def _itself(departure: Departure) -> Iterable[Row]:
    commons = _commons(departure)
    picture = departure.file(commons.picture_id)
    yield {**values(commons, *ITSELF, "created"), "name": commons.actor.name, "picture": picture}


def _bring_itself(arrival: Arrival, rows: Iterator[Row]) -> None:
    row = next(rows, None)
    if row is None:
        raise BadRow("the archive does not say what the commons is")
    given = fields(Commons, row, *ITSELF, "created")
    try:
        licences.validate(given["licence"])
    except ValidationError as error:
        raise BadRow(f"licence {given['licence']!r}: {error.messages[0]}") from error
    picture = arrival.file(row["picture"])
    Commons.objects.filter(pk=arrival.commons).update(**given, picture=picture)
    name = fields(Actor, row, "name")
    Actor.objects.filter(handle=arrival.handle).update(**name)


def _charter(departure: Departure) -> Iterable[Row]:
    for version in _commons(departure).charter_versions.order_by("number"):
        yield {**values(version, *CHARTER), "author": departure.person(version.author_id)}


def _bring_charter(arrival: Arrival, rows: Iterator[Row]) -> None:
    CharterVersion.objects.bulk_create(
        CharterVersion(
            commons_id=arrival.commons,
            author_id=arrival.person(row["author"]),
            **fields(CharterVersion, row, *CHARTER),
        )
        for row in rows
    )


def _questions(departure: Departure) -> Iterable[Row]:
    for question in Question.with_removed.filter(commons=_commons(departure)).order_by("pk"):
        yield values(question, *QUESTION)


def _bring_questions(arrival: Arrival, rows: Iterator[Row]) -> None:
    made = Question.with_removed.bulk_create(
        Question(commons_id=arrival.commons, **fields(Question, row, *QUESTION)) for row in rows
    )
    arrival.found.update({("question", question.slug): question.pk for question in made})


def _phases(departure: Departure) -> Iterable[Row]:
    for phase in _commons(departure).phases.prefetch_related("questions").order_by("pk"):
        questions = [question.slug for question in phase.questions.all()]
        yield {**values(phase, *PHASE), "questions": questions}


def _bring_phases(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        phase = Phase.objects.create(commons_id=arrival.commons, **fields(Phase, row, *PHASE))
        phase.questions.set([arrival.key("question", slug) for slug in row["questions"]])


def _partners(departure: Departure) -> Iterable[Row]:
    for partner in _commons(departure).partnerships.order_by("position", "pk"):
        organisation = departure.organisation(partner.organisation_id)
        yield {**values(partner, "role", "position"), "organisation": organisation}


def _bring_partners(arrival: Arrival, rows: Iterator[Row]) -> None:
    Partnership.objects.bulk_create(
        Partnership(
            commons_id=arrival.commons,
            organisation_id=arrival.organisation(row["organisation"]) or 0,  # 0 is refused
            **fields(Partnership, row, "role", "position"),
        )
        for row in rows
    )


def _members(departure: Departure) -> Iterable[Row]:
    """For who takes over, to invite them; nobody becomes a member elsewhere unasked."""
    members = Membership.objects.filter(commons=_commons(departure)).select_related("person")
    for member in members.order_by("joined", "pk"):
        row = values(member, "role", "joined")
        yield {**row, "person": departure.person(member.person.actor_id)}


def _bring_no_members(arrival: Arrival, rows: Iterator[Row]) -> None:
    for _row in rows:
        pass


PORTABLE = (
    Portable("commons", _itself, _bring_itself),
    Portable("charter", _charter, _bring_charter),
    Portable("questions", _questions, _bring_questions),
    Portable("phases", _phases, _bring_phases),
    Portable("partners", _partners, _bring_partners),
    Portable("members", _members, _bring_no_members),
)
