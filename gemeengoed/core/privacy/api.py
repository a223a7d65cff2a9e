"""What is held on somebody, to take along by the API."""

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Router

from gemeengoed.core.people.api_auth import read
from gemeengoed.core.people.permissions import require_person

from . import download

router = Router(tags=["people"])


@router.get("/me/data.zip", auth=read)
def my_data(request: HttpRequest) -> FileResponse:
    """A ZIP with all that is held on you."""
    person = require_person(request)
    name = f"{person.handle}-{timezone.localdate().isoformat()}.zip"
    answer = FileResponse(
        download.archive(person), as_attachment=True, filename=name, content_type="application/zip"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
