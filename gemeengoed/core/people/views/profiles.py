"""The page of a person, and what they tell of themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core import registry
from gemeengoed.core.media.queries import address
from gemeengoed.core.text import markdown
from gemeengoed.core.ui import keep
from gemeengoed.core.ui.saving import saved

from .. import queries
from ..forms.profile import ProfileForm
from ..models import Person
from ..permissions import person_of, require_person
from ..services import profile as services

PICTURE_WIDTH = 320


def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/` of a person."""
    person = queries.find_person(handle)
    rendered = markdown.render(person.summary)
    context = {
        "shown": person,
        "summary": mark_safe(rendered.html),
        "affiliations": queries.affiliations_of(person),
        "ties": queries.ties(person.actor),
        "picture_url": address(person.picture, PICTURE_WIDTH) if person.picture else "",
        "own": person_of(request) == person,
        "facts": registry.actor_facts(person.handle),
    }
    return render(request, "people/profile.html", context)


def edit(request: HttpRequest) -> HttpResponse:
    """`/settings/profile/`"""
    person = require_person(request)
    form = ProfileForm(person, request.POST or None, request.FILES or None)
    if request.method == "POST" and saved(form, lambda: _save(person, form)):
        keep.saved(request, _("Your profile is saved."), "profile-summary")
        return redirect("people:edit_profile")
    return render(request, "people/edit_profile.html", {"form": form, "shown": person})


def _save(person: Person, form: ProfileForm) -> None:
    told = form.cleaned_data
    services.set_picture(person, told["picture"], told["picture_alt"])
    services.change_profile(
        person,
        name=told["name"],
        summary=told["summary"],
        time_zone=told["time_zone"],
        name_travels=told["name_travels"],
    )


@require_POST
def remove_picture(request: HttpRequest) -> HttpResponse:
    services.remove_picture(require_person(request))
    messages.success(request, _("Your picture is gone."))
    return redirect("people:edit_profile")
