"""Questions, phases and partners, as stewards change them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access
from gemeengoed.core.commons.forms.programme import PhaseForm, QuestionForm
from gemeengoed.core.commons.models import Phase, Question
from gemeengoed.core.commons.services import programme as services

from .moving import last_moved, moved, moved_to
from .posting import posted
from .settings import allowed, save, show

ACT = "commons.change_programme"


def questions(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/questions/`: all, with what was removed and can be put back."""
    access, _person = allowed(request, handle, ACT)
    limit = timezone.now() - services.KEPT
    gone = Question.with_removed.filter(commons=access.commons, removed__gt=limit)
    context = {
        "questions": Question.objects.filter(commons=access.commons),
        "removed": gone.order_by("-removed"),
        "title": _("Questions"),
        **last_moved(request),
    }
    return show(request, "settings_questions", "questions", context)


def _question(access: Access, slug: str) -> Question:
    return get_object_or_404(Question, commons=access.commons, slug=slug)


def question(request: HttpRequest, handle: str, slug: str = "") -> HttpResponse:
    """`/@handle/settings/questions/new/` and `…/questions/<slug>/`"""
    access, person = allowed(request, handle, ACT)
    present = _question(access, slug) if slug else None
    form = QuestionForm(access.commons, present, posted(request))
    if save(
        request,
        form,
        lambda: services.save_question(access.commons, person, question=present, **form.values()),
    ):
        return redirect("commons:settings_questions", handle=handle)
    title = _("Change the question") if present else _("Add a question")
    return show(request, "settings_questions", "form", {"form": form, "title": title})


@require_POST
def remove_question(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    access, person = allowed(request, handle, ACT)
    try:
        services.remove_question(_question(access, slug), person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Removed. You can put it back below, for 30 days."))
    return redirect("commons:settings_questions", handle=handle)


@require_POST
def restore_question(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    access, person = allowed(request, handle, ACT)
    gone = Question.with_removed.filter(removed__isnull=False, commons=access.commons)
    services.restore_question(get_object_or_404(gone, slug=slug), person)
    messages.success(request, _("The question is back."))
    return redirect("commons:settings_questions", handle=handle)


@require_POST
def move_question(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    access, person = allowed(request, handle, ACT)
    rows = Question.objects.filter(commons=access.commons)
    order = moved(list(rows.values_list("slug", flat=True)), slug, request.POST.get("to", ""))
    services.order_questions(access.commons, order, person)
    return moved_to(request, "commons:settings_questions", handle, order, slug)


def phases(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/phases/`"""
    access, _person = allowed(request, handle, ACT)
    context = {"phases": queries.phases(access.commons), "title": _("Phases")}
    return show(request, "settings_phases", "phases", context)


def phase(request: HttpRequest, handle: str, number: int = 0) -> HttpResponse:
    """`/@handle/settings/phases/new/` and `…/phases/<id>/`"""
    access, person = allowed(request, handle, ACT)
    present = get_object_or_404(Phase, commons=access.commons, pk=number) if number else None
    form = PhaseForm(access.commons, present, posted(request))
    if save(
        request,
        form,
        lambda: services.save_phase(access.commons, person, phase=present, **form.values()),
    ):
        return redirect("commons:settings_phases", handle=handle)
    title = _("Change the phase") if present else _("Add a phase")
    return show(request, "settings_phases", "form", {"form": form, "title": title})


def remove_phase(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """Asks once, since a phase does not come back."""
    access, person = allowed(request, handle, ACT)
    present = get_object_or_404(Phase, commons=access.commons, pk=number)
    if request.method == "POST":
        services.remove_phase(present, person)
        messages.success(request, _("The phase is removed."))
        return redirect("commons:settings_phases", handle=handle)
    return show(
        request, "settings_phases", "remove_phase", {"phase": present, "title": _("Remove a phase")}
    )
