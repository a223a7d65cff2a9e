"""Until the server is set up, every page explains that the link for it was printed at the start."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from . import queries

Answer = Callable[[HttpRequest], HttpResponse]
_FREE = ("/setup/", "/static/", "/healthz", "/metrics", "/favicon", "/colours.css", "/language/")


def setup_first(get_response: Answer) -> Answer:
    """Leads to `/setup/` until the first steward has set the server up; 503 for programs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        instance = queries.current()
        # core.text.languages reads it, which knows no server.
        request.instance_language = instance.language  # type: ignore[attr-defined]
        if request.path.startswith(_FREE) or instance.set_up:
            return get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": "This server is not set up yet."}, status=503)
        return redirect("instance:waiting")

    return middleware
