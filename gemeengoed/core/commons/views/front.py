"""The home of the server, the programme of a commons, and one question of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter, visitor_or_person
from gemeengoed.core.commons.models import Commons, Phase
from gemeengoed.core.commons.permissions import may_create_commons
from gemeengoed.core.instance import queries as instances
from gemeengoed.core.registry import TiedObject

PER_PAGE = 30


@dataclass(frozen=True)
class PhaseInTime:
    """A phase with where it stands today: 'past', 'now' or 'later'."""

    phase: Phase
    state: str


def in_time(phase: Phase, today: date) -> PhaseInTime:
    if phase.ends < today:
        return PhaseInTime(phase, "past")
    return PhaseInTime(phase, "later" if phase.starts > today else "now")


def home(request: HttpRequest) -> HttpResponse:
    """`/`: the commons that the server is for, else the list of all that live here."""
    front = instances.current().front_commons
    known = Actor.objects.filter(handle=front, commons__isnull=False, gone__isnull=True)
    if front and known.exists():
        return programme(request, front, front=True)
    return all_commons(request)


def all_commons(request: HttpRequest) -> HttpResponse:
    """`/commons/`: every commons on this server, by name."""
    rows = Commons.objects.filter(actor__gone__isnull=True).select_related("actor")
    page = Paginator(rows.order_by("actor__name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    person = visitor_or_person(request)
    context = {
        "page_obj": page,
        "may_create": may_create_commons(person),
        "may_rule": person is not None and person.is_steward,
    }
    return render(request, "commons/all.html", context)


@kept_for_readers
def programme(request: HttpRequest, handle: str, front: bool = False) -> HttpResponse:
    """`/@handle/`: what this commons asks, when it does what, and what came of it."""
    access = enter(request, handle)
    return render(request, "commons/programme.html", _programme(access) | {"front": front})


def _programme(access: Access) -> dict[str, Any]:
    commons, language = access.commons, get_language() or access.commons.language
    asked = queries.questions(commons)
    today = timezone.localdate()
    charter = queries.latest_charter(commons)
    return {
        "main_question": next((one for one in asked if one.main), None),
        "questions": [one for one in asked if not one.main],
        "phases": [in_time(phase, today) for phase in queries.phases(commons)],
        "partners": queries.partners(commons),
        "charter": charter,
        "charter_sentence": queries.charter_sentence(charter, access.preferred),
        "latest": queries.latest(commons, language),
        "to_begin": _to_begin(access),
        "application": None if access.is_member else queries.application_of(commons, access.person),
    }


def _to_begin(access: Access) -> list[Any]:
    """For those who can begin something: what is switched on and still empty."""
    return queries.empty_sections(access.commons) if access.may("commons.begin") else []


@kept_for_readers
def question(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """`/@handle/questions/<slug>/`: its explanation and everything that is tied to it."""
    access = enter(request, handle)
    asked = queries.questions(access.commons)
    found = next((one for one in asked if one.slug == slug), None)
    if found is None:
        raise Http404
    language = get_language() or access.commons.language
    tied = queries.tied(found, access.commons, language)
    # Django asks its length and slices; its types ask for more.
    pages: Paginator[TiedObject] = Paginator(cast("Sequence[TiedObject]", tied), PER_PAGE)
    context = {
        "question": found,
        "others": [one for one in asked if one != found],
        "page_obj": pages.get_page(request.GET.get("page")),
        "phases": [in_time(phase, timezone.localdate()) for phase in found.phases.all()],
    }
    return render(request, "commons/question.html", context)
