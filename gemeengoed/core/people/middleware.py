"""What stands before every page for who is logged in: a second factor for stewards, where the operator
wants them to have one, and a limit on changes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gemeengoed.core.ui.resubmit import from_here, resubmit

from . import limits, second_factor
from .views.limiting import too_many_requests

Answer = Callable[[HttpRequest], HttpResponse]

# What they need on the way there, and what does not act on their behalf. The API refuses by itself.
_FREE = (
    "/accounts/",
    "/api/",
    "/static/",
    "/media/",
    "/healthz",
    "/colours.css",
    "/language/",
    "/setup/",
)


def second_factor_for_stewards(get_response: Answer) -> Answer:
    """Leads who must have a second factor and has none to the page where it is made; what they typed
    is shown, to send again afterwards."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _lacks_one(request):
            return get_response(request)
        if request.method == "POST" and from_here(request):
            return resubmit(request, reason=str(second_factor.WANTED), way_out=reverse("mfa_index"))
        messages.warning(request, second_factor.WANTED)
        return redirect("mfa_index")

    return middleware


def _lacks_one(request: HttpRequest) -> bool:
    if not request.COOKIES or request.path.startswith(_FREE):
        return False
    return request.user.is_authenticated and second_factor.is_missing(request.user)


def limit_writes(get_response: Answer) -> Answer:
    """429 for who changes more in a minute than anybody does by hand. The API counts by itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in limits.CHANGING and _is_counted(request):
            seconds = limits.wait_before_writing(request.user.pk or 0)
            if seconds:
                request.seconds_to_wait = seconds  # type: ignore[attr-defined]
                return too_many_requests(request)
        return get_response(request)

    return middleware


def _is_counted(request: HttpRequest) -> bool:
    if not request.COOKIES or request.path.startswith(("/accounts/", "/api/")):
        return False
    return request.user.is_authenticated
