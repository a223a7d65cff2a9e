"""The page where stewards take their commons along, whole."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gemeengoed.core import registry
from gemeengoed.core.commons.access import enter

from . import taking_along


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_along(request: HttpRequest, handle: str) -> HttpResponse | FileResponse:
    """GET tells what goes along, POST gives the file."""
    access = enter(request, handle)
    access.require("commons.take_along")
    if request.method != "POST":
        arrived = getattr(access.commons, "arrived", None)
        parts = [part for one in registry.capabilities() for part in one.portable]
        context = {"arrived": arrived, "holds": [part.holds for part in parts if part.holds]}
        return render(request, "transfer/take_along.html", context)
    return taking_along.answer(access)
