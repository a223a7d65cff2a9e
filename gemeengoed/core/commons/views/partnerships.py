"""`/settings/partnerships/`: where the organisations that one looks after are named as partner."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core.commons.access import require_person
from gemeengoed.core.commons.queries.partnerships import named
from gemeengoed.core.commons.services.partners import take_back


def mine(request: HttpRequest) -> HttpResponse:
    person = require_person(request)
    return render(request, "commons/partnerships.html", {"partnerships": named(person)})


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    person = require_person(request)
    take_back(get_object_or_404(named(person), pk=number), person)
    messages.success(request, _("That is undone."))
    return redirect("all_commons:partnerships")
