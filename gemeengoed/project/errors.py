"""Pages for what went wrong, in the reader's language."""

import logging
import sys

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from gemeengoed.core.text import languages
from gemeengoed.core.ui.not_found import NotFound
from gemeengoed.core.ui.resubmit import csrf_failure, resubmit

from .failures import explained

__all__ = ["bad_request", "csrf_failure", "not_found", "permission_denied", "server_error"]


SOON = 30
"""Seconds after which a browser or a program may try again."""

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return _unknown_host(request)
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return render(request, "400.html", status=400)


def _unknown_host(request: HttpRequest) -> HttpResponse:
    """Plain, since the page would ask for the host as well."""
    host = request.META.get("HTTP_HOST", "")[:100]
    logger.warning("refused a request for %r; GEMEENGOED_DOMAIN is %r", host, settings.DOMAIN)
    words = _("This server does not answer to that name. It is at %(address)s.")
    return HttpResponse(
        f"{words % {'address': settings.BASE_URL}}\n", status=400, content_type="text/plain"
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413 (RFC 9110, 15.5.14): says how much there may be, and that the browser still holds the words."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
    if request.path.startswith("/api/"):
        detail = f"more than {most} MB came at once; nothing was saved"
        return JsonResponse({"detail": detail}, status=413)
    return render(request, "413.html", {"most": most}, status=413)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who is not logged in is asked to log in; what they sent is shown, to send again."""
    if request.user.is_authenticated:
        return render(request, "403.html", {"reason": str(exception)}, status=403)
    if request.method == "POST":
        return resubmit(request)
    return redirect_to_login(request.get_full_path())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception) if isinstance(exception, NotFound) else ""
    return render(request, "404.html", {"said": said}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the machine failed and not the program: such as a database that is away for a while."""
    if explained(sys.exc_info()[1] or Exception()):
        return away(request)
    try:
        return render(request, "500.html", status=500)
    except Exception:  # what the page asks for is what failed
        return HttpResponse(render_to_string("500.html"), status=500)


def away(request: HttpRequest) -> HttpResponse:
    """503 (RFC 9110, 15.6.4), in the language that the browser asks for; made without the database."""
    headers = {"Retry-After": str(SOON), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        detail = "the server cannot reach what it needs; nothing was saved; try again later"
        return JsonResponse({"detail": detail}, status=503, headers=headers)
    wish = languages.chosen(request) or languages.of_the_browser(request)
    with translation.override(wish or translation.get_language()):
        page = render_to_string("503.html", {"sent": request.method == "POST"})
    return HttpResponse(page, status=503, headers=headers)
