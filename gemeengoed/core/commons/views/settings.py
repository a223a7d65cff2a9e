"""What stewards change about the commons itself: its general settings, picture and sections."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.commons.forms.making import GeneralForm, PictureForm, SectionsForm
from gemeengoed.core.commons.forms.words import words_of
from gemeengoed.core.commons.models import Application
from gemeengoed.core.commons.services import settings as services
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import licences
from gemeengoed.core.ui.saving import saved

from .posting import posted

PAGES = (
    ("settings", gettext_lazy("General")),
    ("picture", gettext_lazy("Picture")),
    ("sections", gettext_lazy("Sections")),
    ("settings_questions", gettext_lazy("Questions")),
    ("settings_phases", gettext_lazy("Phases")),
    ("settings_partners", gettext_lazy("Partners")),
    ("settings_members", gettext_lazy("Members")),
    ("settings_groups", gettext_lazy("Groups")),
    ("settings_links", gettext_lazy("Join links")),
    ("settings_applications", gettext_lazy("Applications")),
)


def allowed(request: HttpRequest, handle: str, act: str) -> tuple[Access, Person]:
    """Who may do `act` here. Raises LoginRequired or PermissionDenied for everybody else."""
    access = enter(request, handle)
    access.require(act)
    return access, require_person(request)


def show(request: HttpRequest, page: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the settings: `page` is one of PAGES, marked in the sub-menu."""
    handle = request.commons_access.commons.handle  # type: ignore[attr-defined]
    context["settings_menu"] = [
        {"label": label, "url": reverse(f"commons:{name}", args=[handle]), "current": name == page}
        for name, label in PAGES
    ]
    return render(request, f"commons/settings/{template}.html", context)


def save(request: HttpRequest, form: Form, act: Callable[[], object], said: str = "") -> bool:
    """Whether a posted form was saved; then the next page says so."""
    if request.method != "POST" or not saved(form, act):
        return False
    messages.success(request, said or _("Saved."))
    return True


def general(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/`"""
    access, person = allowed(request, handle, "commons.change")
    form = GeneralForm(access.commons, posted(request))
    if save(
        request, form, lambda: services.change_commons(access.commons, person, **form.values())
    ):
        return redirect("commons:settings", handle=handle)
    context = {"form": form, "licences": licences.COMMON, "title": _("General")}
    return show(request, "settings", "general", context)


def picture(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/picture/`"""
    access, person = allowed(request, handle, "commons.change")
    files = request.FILES if request.method == "POST" else None
    form = PictureForm(access.commons, person, posted(request), files)
    if request.method == "POST" and "remove" in request.POST:
        services.remove_picture(access.commons, person)
        messages.success(request, _("The picture is gone; the emblem stays."))
        return redirect("commons:picture", handle=handle)
    if save(request, form, lambda: _set_picture(access, person, form)):
        return redirect("commons:picture", handle=handle)
    return show(request, "picture", "picture", {"form": form, "title": _("Picture")})


def _set_picture(access: Access, person: Person, form: PictureForm) -> object:
    file = form.cleaned_data["picture"]
    return services.set_picture(access.commons, person, file, words_of(form, "alt"))


def sections(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/sections/`"""
    access, person = allowed(request, handle, "commons.change")
    initial = {"capabilities": access.commons.capabilities}
    form = SectionsForm(posted(request), initial=initial)
    if save(request, form, lambda: _switch(access, person, form)):
        return redirect("commons:sections", handle=handle)
    return show(request, "sections", "form", {"form": form, "title": _("Sections")})


def _switch(access: Access, person: Person, form: SectionsForm) -> object:
    chosen = form.cleaned_data["capabilities"]
    return services.change_commons(access.commons, person, capabilities=chosen)


def begin(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/begin/`: what a new commons still wants, with a link to each."""
    access, _person = allowed(request, handle, "commons.change")
    context = {
        "has_charter": queries.latest_charter(access.commons) is not None,
        "has_questions": bool(queries.questions(access.commons)),
        "has_phases": queries.phases(access.commons).exists(),
        "waiting": Application.objects.filter(commons=access.commons).count(),
        "title": _("To begin"),
    }
    return show(request, "", "begin", context)
