"""Pages about privacy and accessibility, what is held on me, and giving up the account."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gemeengoed.core.people.models import Person

from . import download, queries, services

VALID = timedelta(days=180)
"""How long a copy of security.txt may be relied on (RFC 9116, section 2.5.5: less than a year)."""


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - login_required has been before
    return request.user


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held, why, by whom, and what anybody can do about it."""
    context = {
        "operators": queries.operators(),
        "parts": queries.register(),
        "domain": settings.DOMAIN,
    }
    return render(request, "privacy/privacy.html", context)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of processing, from what every part declares."""
    crumbs = [{"label": _("Privacy"), "url": "/privacy/"}, {"label": _("Register")}]
    context = {"parts": queries.register(), "domain": settings.DOMAIN, "breadcrumbs": crumbs}
    return render(request, "privacy/register.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/accessibility.html", {"operators": queries.operators()})


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """security.txt (RFC 9116). Contact is the page that names who runs this server."""
    expires = (timezone.now() + VALID).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.BASE_URL}/privacy/#contact",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    content = "\n".join(lines) + "\n"
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What is held on me, with ways to take it along and to have it erased."""
    context = {"parts": queries.register(), "reasons": queries.reasons_to_stay(_person(request))}
    return render(request, "privacy/mine.html", context)


@require_safe
@never_cache
@login_required
def everything(request: HttpRequest) -> FileResponse:
    """The ZIP with all of it."""
    person = _person(request)
    name = f"{person.handle}-{timezone.localdate().isoformat()}.zip"
    return FileResponse(
        download.archive(person), as_attachment=True, filename=name, content_type="application/zip"
    )


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
@reauthentication_required(allow_get=True)
def give_up(request: HttpRequest) -> HttpResponse:
    """Tells what goes and what stays; asks for the password, and ends the account."""
    if request.method == "POST":
        return _end(request)
    return _ask(request, queries.reasons_to_stay(_person(request)))


def _ask(request: HttpRequest, reasons: list[str], status: int = 200) -> HttpResponse:
    return render(request, "privacy/give_up.html", {"reasons": reasons}, status=status)


def _end(request: HttpRequest) -> HttpResponse:
    try:
        services.give_up(_person(request))
    except ValidationError as error:
        return _ask(request, error.messages, status=409)
    logout(request)
    return render(request, "privacy/gone.html")
