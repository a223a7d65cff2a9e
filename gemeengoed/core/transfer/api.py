"""Taking a whole commons along by the API."""

from django.http import FileResponse, HttpRequest
from ninja import Router

from gemeengoed.core.commons.access import enter
from gemeengoed.core.people.api_auth import write

from . import taking_along

router = Router(tags=["commons"])


@router.post("/commons/{handle}/take-along", auth=write)
def take_along(request: HttpRequest, handle: str) -> FileResponse:
    """The archive of the whole commons, for another server. For stewards; the log tells of it."""
    access = enter(request, handle)
    access.require("commons.take_along")
    answer = taking_along.answer(access)
    answer.headers["Cache-Control"] = "no-store"
    return answer
