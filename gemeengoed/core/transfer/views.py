"""The page where stewards take their commons along, whole."""

from tempfile import SpooledTemporaryFile

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.log import services as log

from . import leaving

IN_MEMORY = 5_000_000
"""Bytes; a larger archive is made on disk."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_along(request: HttpRequest, handle: str) -> HttpResponse | FileResponse:
    """GET tells what goes along, POST gives the file."""
    access = enter(request, handle)
    access.require("commons.take_along")
    if request.method != "POST":
        arrived = getattr(access.commons, "arrived", None)
        return render(request, "transfer/take_along.html", {"arrived": arrived})
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    leaving.write(access.commons, file)
    file.seek(0)
    _log(access)
    name = f"{access.commons.handle}-{timezone.localdate().isoformat()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@transaction.atomic
def _log(access: Access) -> None:
    log.append(access.commons.actor, "commons.taken_along", access.actor)
