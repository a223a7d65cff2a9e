"""Stewards get to the page for a second factor first, where the operator wants them to have one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gemeengoed.core.instance import queries as instances

from . import second_factor

Answer = Callable[[HttpRequest], HttpResponse]

# What they need on the way there, and what does not act on their behalf.
_FREE = ("/accounts/", "/static/", "/media/", "/healthz", "/colours.css", "/language/", "/setup/")


def second_factor_for_stewards(get_response: Answer) -> Answer:
    """Leads who must have a second factor and has none to the page where it is made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _lacks_one(request):
            messages.warning(
                request,
                _("Stewards here log in with a second step. Choose one below, then go on."),
            )
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _lacks_one(request: HttpRequest) -> bool:
    if not request.COOKIES or request.path.startswith(_FREE):
        return False
    if not instances.current().second_factor_for_stewards or not request.user.is_authenticated:
        return False
    person = request.user
    return second_factor.is_demanded_of(person) and not second_factor.has(person)
