"""Pages for what went wrong, in the reader's language."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from gemeengoed.core.ui.resubmit import csrf_failure, resubmit

__all__ = ["bad_request", "csrf_failure", "not_found", "permission_denied", "server_error"]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """More than a form may hold is told apart: what was typed is one step back in the browser."""
    too_much = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_much": too_much}, status=413 if too_much else 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who is not logged in is asked to log in; what they sent is shown, to send again."""
    if request.user.is_authenticated:
        return render(request, "403.html", {"reason": str(exception)}, status=403)
    if request.method == "POST":
        return resubmit(request)
    return redirect_to_login(request.get_full_path())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
