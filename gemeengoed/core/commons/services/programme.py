"""What a commons asks, and when it does what: questions and phases."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.activity.services import record
from gemeengoed.core.commons.models import Commons, Phase, Question
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Person

from .groups import free_slug
from .lock import locked
from .making import main_name
from .words import Words, required, tidy_markdown

KEPT = timedelta(days=30)


def save_question(
    commons: Commons,
    by: Person,
    *,
    text: Words,
    explanation: Words | None = None,
    main: bool = False,
    slug: str = "",
    question: Question | None = None,
) -> Question:
    """Makes `question`, or changes it; the first is the main one, and a new main one replaces the
    old. Raises ValidationError under 'text', 'explanation' or 'main'."""
    words = required(text, "text")
    explained = tidy_markdown(explanation, "explanation")
    with transaction.atomic():
        commons = locked(commons)
        new = question is None
        question = question or _new_question(commons, slug or main_name(words, commons.language))
        _keep_a_main_question(commons, question, main)
        question.text, question.explanation = words, explained
        question.save()
        _tell_question(commons, question, by, "added" if new else "changed")
    return question


def _new_question(commons: Commons, name: str) -> Question:
    everything = Question.with_removed.filter(commons=commons)
    slugs = {"new", *everything.values_list("slug", flat=True)}
    last = everything.aggregate(last=Max("position"))["last"]
    return Question(
        commons=commons,
        slug=free_slug(name, slugs, 60),
        position=0 if last is None else last + 1,
    )


def _keep_a_main_question(commons: Commons, question: Question, main: bool) -> None:
    others = Question.objects.filter(commons=commons).exclude(pk=question.pk)
    if not main and not others.filter(main=True).exists():
        if question.pk and others.exists():
            raise ValidationError(
                {
                    "main": _(
                        "There is always one main question. Make another one the main one first."
                    )
                }
            )
        main = True
    if main:
        others.filter(main=True).update(main=False)
    question.main = main


def _tell_question(commons: Commons, question: Question, by: Person, verb: str) -> None:
    address = f"{commons.get_absolute_url()}questions/{question.slug}/"
    title = main_name(question.text, commons.language)
    append(commons.actor, f"question.{verb}", by.actor, object=address, details={"text": title})
    record(by.actor, verb, address, object_type="question", commons=commons.actor, title=title)


def remove_question(question: Question, by: Person) -> None:
    """Takes the question off the programme; `restore_question` undoes it for 30 days."""
    with transaction.atomic():
        commons = locked(question.commons)
        others = Question.objects.filter(commons=commons).exclude(pk=question.pk)
        if question.main and others.exists():
            raise ValidationError(
                _("This is the main question. Make another one the main one first."), code="main"
            )
        question.removed = timezone.now()
        question.save(update_fields=["removed"])
        _tell_question(commons, question, by, "removed")


@transaction.atomic
def restore_question(question: Question, by: Person) -> Question:
    """Puts a removed question back where it stood; not as the main one when there is one now."""
    commons = locked(question.commons)
    taken = Question.objects.filter(commons=commons, main=True).exists()
    question.removed = None
    question.main = not taken
    question.save(update_fields=["removed", "main"])
    _tell_question(commons, question, by, "restored")
    return question


def forget_removed_questions() -> None:
    """The clock's part: what was removed longer ago than it can be put back goes for good."""
    Question.with_removed.filter(removed__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def order_questions(commons: Commons, slugs: Sequence[str], by: Person) -> None:
    """The order in which the questions stand; those not named follow as they stood."""
    commons = locked(commons)
    present = list(Question.objects.filter(commons=commons))
    place = {slug: number for number, slug in enumerate(slugs)}
    present.sort(key=lambda question: place.get(question.slug, len(place) + question.position))
    for number, question in enumerate(present):
        question.position = number
    Question.objects.bulk_update(present, ["position"])
    append(
        commons.actor, "question.ordered", by.actor, details={"order": [q.slug for q in present]}
    )


def save_phase(
    commons: Commons,
    by: Person,
    *,
    title: Words,
    starts: date,
    ends: date,
    question: Words | None = None,
    plan: Words | None = None,
    outcome: Words | None = None,
    questions: Sequence[Question] = (),
    phase: Phase | None = None,
) -> Phase:
    """Makes `phase`, or changes it. `starts` and `ends` are both part of it; phases may overlap.

    Raises ValidationError under the field concerned.
    """
    values = {
        "title": required(title, "title"),
        "question": tidy_markdown(question, "question"),
        "plan": tidy_markdown(plan, "plan"),
        "outcome": tidy_markdown(outcome, "outcome"),
    }
    _check_phase(commons, starts, ends, questions)
    with transaction.atomic():
        commons = locked(commons)
        new = phase is None
        phase = phase or Phase(commons=commons)
        phase.starts, phase.ends = starts, ends
        for name, words in values.items():
            setattr(phase, name, words)
        phase.save()
        phase.questions.set(questions)
        _tell_phase(commons, phase, by, "added" if new else "changed")
    return phase


def _check_phase(commons: Commons, starts: date, ends: date, questions: Sequence[Question]) -> None:
    if ends < starts:
        raise ValidationError({"ends": _("The last day lies before the first. Turn them round.")})
    if any(question.commons_id != commons.pk for question in questions):
        raise ValidationError({"questions": _("Choose questions of this commons.")})


def _tell_phase(commons: Commons, phase: Phase, by: Person, verb: str) -> None:
    title = main_name(phase.title, commons.language)
    address = f"{commons.get_absolute_url()}#phase-{phase.pk}"
    append(commons.actor, f"phase.{verb}", by.actor, object=address, details={"title": title})
    if verb == "added":
        record(by.actor, verb, address, object_type="phase", commons=commons.actor, title=title)


@transaction.atomic
def remove_phase(phase: Phase, by: Person) -> None:
    """Takes the phase off the programme for good; its words stand in the log's details."""
    commons = locked(phase.commons)
    _tell_phase(commons, phase, by, "removed")
    phase.delete()
