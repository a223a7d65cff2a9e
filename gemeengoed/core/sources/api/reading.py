"""Reading lists, and what a commons chose for its sources."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.api.coming_in import Problem, come_in
from gemeengoed.core.people.api_auth import anybody, write

from .. import details, queries, reading_lists
from ..citing import STYLES
from ..models import CopiesFor
from ..services import sources as services

router = Router(tags=["sources"])
Ending = Literal["bib", "json", "ris"]


class ListIn(Schema):
    """A reading list as BibTeX, CSL-JSON or RIS."""

    text: str


class ListOut(Schema):
    """`made` are the numbers of the new sources; `problems` what could not be kept as it was."""

    made: list[int]
    problems: list[str]


class SettingsIn(Schema):
    style: Literal["apa", "chicago-author-date", "harvard-cite-them-right"]
    copies: CopiesFor


class SettingsOut(SettingsIn):
    style: str  # type: ignore[assignment]
    styles: dict[str, str]


@router.get("/commons/{handle}/sources/list.{ending}", auth=anybody)
def reading_list(request: HttpRequest, handle: str, ending: Ending, q: str = "") -> HttpResponse:
    """All sources of the commons, or those with the words of `q`, as a reading list."""
    access = enter(request, handle)
    written = reading_lists.write(ending, queries.listed(access.commons, q[:200]))
    kind = reading_lists.FORMATS[ending].media_type
    return HttpResponse(written, content_type=f"{kind}; charset=utf-8")


@router.post("/commons/{handle}/sources/list", response={201: ListOut, 422: Problem}, auth=write)
def bring_in(request: HttpRequest, handle: str, given: ListIn) -> Status:
    """Brings in all that can be kept; what cannot stands in the note of its source."""
    access, person = come_in(request, handle, "sources.write")
    try:
        found = reading_lists.read(given.text[:1_000_000])
    except reading_lists.NotAList as error:
        return Status(422, {"detail": str(error)})
    read = [details.lenient(entry) for entry in found.entries]
    made = services.add_sources(access.commons, person.actor, [kept for kept, _p in read if kept])
    problems = [*found.problems, *(problem for _kept, told in read for problem in told)]
    return Status(201, {"made": [source.pk for source in made], "problems": problems})


@router.get("/commons/{handle}/source-settings", response=SettingsOut, auth=anybody)
def read_settings(request: HttpRequest, handle: str) -> dict[str, object]:
    access = enter(request, handle)
    chosen = queries.settings_of(access.commons)
    return {"style": chosen.style, "copies": chosen.copies, "styles": STYLES}


@router.put("/commons/{handle}/source-settings", response=SettingsOut, auth=write)
def change_settings(request: HttpRequest, handle: str, given: SettingsIn) -> dict[str, object]:
    access, person = come_in(request, handle, "sources.settings")
    chosen = services.set_settings(
        access.commons, person.actor, style=given.style, copies_for=given.copies
    )
    return {"style": chosen.style, "copies": chosen.copies, "styles": STYLES}
