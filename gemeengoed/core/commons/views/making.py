"""Making a commons, and who may."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemeengoed.core.commons.access import require_person
from gemeengoed.core.commons.forms.making import MakingForm, NewCommonsForm
from gemeengoed.core.commons.models import Making
from gemeengoed.core.commons.permissions import may, may_create_commons
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.commons.services.making import rule_making
from gemeengoed.core.text import licences
from gemeengoed.core.ui.saving import saved

from .posting import posted


def new(request: HttpRequest) -> HttpResponse:
    """`/commons/new/`"""
    person = require_person(request)
    if not may_create_commons(person):
        raise PermissionDenied(_("On this server only operators make a commons. Ask one of them."))
    form = NewCommonsForm(posted(request), initial={"language": person.language or "nl"})
    if request.method == "POST" and saved(
        form, lambda: create_commons(steward=person, **form.values())
    ):
        handle = form.cleaned_data["handle"].strip().lower()
        messages.success(request, _("Your commons is there. Here you give it its shape."))
        return redirect("commons:begin", handle=handle)
    return render(request, "commons/new.html", {"form": form, "licences": licences.COMMON})


def rules(request: HttpRequest) -> HttpResponse:
    """`/commons/rules/`: for operators."""
    person = require_person(request)
    if not may(person, "commons.rule_making"):
        raise PermissionDenied(_("Only an operator of this server decides this."))
    narrow = Making.objects.filter(operators_only=True).exists()
    form = MakingForm(posted(request), initial={"who": "operators" if narrow else "everybody"})
    if request.method == "POST" and saved(
        form, lambda: rule_making(form.cleaned_data["who"] == "operators", person)
    ):
        messages.success(request, _("Saved."))
        return redirect("all_commons:all")
    return render(request, "commons/rules.html", {"form": form})
