"""The page for a form that came back after somebody was logged out: nothing typed is lost."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

_LONG = 60  # characters; longer texts are shown so that they can be read and copied
_NEVER = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class PostedField:
    """One posted value: `long` when it is shown in a text area instead of kept hidden."""

    name: str
    value: str
    long: bool


def posted_fields(request: HttpRequest) -> list[PostedField]:
    """Everything posted except the token and secrets; files cannot be sent back to a browser."""
    return [
        PostedField(name, value, len(value) > _LONG or "\n" in value)
        for name, values in request.POST.lists()
        if not _is_secret(name)
        for value in values
    ]


def resubmit(request: HttpRequest, reason: str = "", way_out: str = "") -> HttpResponse:
    """Status 403 and a page with all that was posted, a link to log in, and `send again`.

    For a POST by somebody who is no longer logged in. With `reason`, for one that must do something
    else first, at the address `way_out`. Only for requests from our own pages: `csrf_failure` checks that.
    """
    context = {
        "action": request.get_full_path(),
        "posted": posted_fields(request),
        "had_files": bool(request.FILES),
        "login_url": way_out or _login_url(),
        "reason": reason,
    }
    return render(request, "ui/resubmit.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW. What another site posted is refused without being shown again."""
    if request.method == "POST" and from_here(request):
        return resubmit(request)
    return render(request, "403.html", {"reason": "csrf"}, status=403)


def from_here(request: HttpRequest) -> bool:
    """Same origin by the Origin header or, when absent, by Referer; neither means no."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _is_secret(name: str) -> bool:
    return name in _NEVER or "password" in name.lower()


def _login_url() -> str:
    try:
        return reverse("account_login")
    except NoReverseMatch:
        return ""
