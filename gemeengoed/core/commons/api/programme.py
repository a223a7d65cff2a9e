"""Questions and phases."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.commons.models import Phase, Question
from gemeengoed.core.commons.services import programme as services
from gemeengoed.core.people.api_auth import anybody, write

from .coming_in import OrderIn, come_in

router = Router(tags=["programme"])
Words = dict[str, str]
ACT = "commons.change_programme"


class QuestionIn(Schema):
    text: Words
    explanation: Words = {}
    main: bool = False


class QuestionOut(QuestionIn):
    slug: str
    url: str


class PhaseIn(Schema):
    """`starts` and `ends` are both part of it; `questions` are slugs."""

    title: Words
    starts: date
    ends: date
    question: Words = {}
    plan: Words = {}
    outcome: Words = {}
    questions: list[str] = []


class PhaseOut(PhaseIn):
    id: int


def _question(row: Question, access: Access) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "text": row.text,
        "explanation": row.explanation,
        "main": row.main,
        "url": f"{access.commons.get_absolute_url()}questions/{row.slug}/",
    }


def _found_question(access: Access, slug: str) -> Question:
    rows = Question.objects.select_related("commons__actor").filter(commons=access.commons)
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@router.get("/commons/{handle}/questions", response=list[QuestionOut], auth=anybody)
def list_questions(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    access = enter(request, handle)
    return [_question(row, access) for row in queries.questions(access.commons)]


@router.post("/commons/{handle}/questions", response={201: QuestionOut}, auth=write)
def make_question(request: HttpRequest, handle: str, given: QuestionIn) -> Status[dict[str, Any]]:
    access, person = come_in(request, handle, ACT)
    row = services.save_question(access.commons, person, **given.dict())
    return Status(201, _question(row, access))


@router.put("/commons/{handle}/questions/{slug}", response=QuestionOut, auth=write)
def put_question(request: HttpRequest, handle: str, slug: str, given: QuestionIn) -> dict[str, Any]:
    access, person = come_in(request, handle, ACT)
    present = _found_question(access, slug)
    row = services.save_question(access.commons, person, question=present, **given.dict())
    return _question(row, access)


@router.delete("/commons/{handle}/questions/{slug}", response={204: None}, auth=write)
def delete_question(request: HttpRequest, handle: str, slug: str) -> Status[None]:
    access, person = come_in(request, handle, ACT)
    services.remove_question(_found_question(access, slug), person)
    return Status(204, None)


@router.put("/commons/{handle}/question-order", response=list[QuestionOut], auth=write)
def order_questions(request: HttpRequest, handle: str, given: OrderIn) -> list[dict[str, Any]]:
    """The order of the questions by slug; those not named follow as they stood."""
    access, person = come_in(request, handle, ACT)
    services.order_questions(access.commons, given.order, person)
    return [_question(row, access) for row in queries.questions(access.commons)]


@router.post("/commons/{handle}/questions/{slug}/restore", response=QuestionOut, auth=write)
def restore_question(request: HttpRequest, handle: str, slug: str) -> dict[str, Any]:
    """Puts a question back that was removed less than 30 days ago."""
    access, person = come_in(request, handle, ACT)
    gone = Question.with_removed.select_related("commons__actor").filter(removed__isnull=False)
    row = gone.filter(commons=access.commons, slug=slug).first()
    if row is None:
        raise Http404
    return _question(services.restore_question(row, person), access)


def _phase(row: Phase) -> dict[str, Any]:
    kept = ("title", "starts", "ends", "question", "plan", "outcome")
    shown = {name: getattr(row, name) for name in kept}
    return shown | {"id": row.pk, "questions": [one.slug for one in row.questions.all()]}


def _values(access: Access, given: PhaseIn) -> dict[str, Any]:
    rows = list(Question.objects.filter(commons=access.commons, slug__in=given.questions))
    if len(rows) != len(set(given.questions)):
        raise ValidationError({"questions": _("Choose questions of this commons.")})
    return given.dict() | {"questions": rows}


@router.get("/commons/{handle}/phases", response=list[PhaseOut], auth=anybody)
def list_phases(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    return [_phase(row) for row in queries.phases(enter(request, handle).commons)]


@router.post("/commons/{handle}/phases", response={201: PhaseOut}, auth=write)
def make_phase(request: HttpRequest, handle: str, given: PhaseIn) -> Status[dict[str, Any]]:
    access, person = come_in(request, handle, ACT)
    row = services.save_phase(access.commons, person, **_values(access, given))
    return Status(201, _phase(row))


def _found_phase(access: Access, number: int) -> Phase:
    rows = Phase.objects.select_related("commons__actor").filter(commons=access.commons)
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@router.put("/commons/{handle}/phases/{number}", response=PhaseOut, auth=write)
def put_phase(request: HttpRequest, handle: str, number: int, given: PhaseIn) -> dict[str, Any]:
    access, person = come_in(request, handle, ACT)
    present = _found_phase(access, number)
    row = services.save_phase(access.commons, person, phase=present, **_values(access, given))
    return _phase(row)


@router.delete("/commons/{handle}/phases/{number}", response={204: None}, auth=write)
def delete_phase(request: HttpRequest, handle: str, number: int) -> Status[None]:
    access, person = come_in(request, handle, ACT)
    services.remove_phase(_found_phase(access, number), person)
    return Status(204, None)
