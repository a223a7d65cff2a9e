"""GET /search: the same search as the page, by the same rules."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from gemeengoed.core.commons import access
from gemeengoed.core.people.api_auth import anybody
from gemeengoed.core.text import languages

from . import queries
from .queries import MOST_PER_PAGE

router = Router(tags=["search"])


class HitOut(Schema):
    """`snippet` is HTML with <mark> and nothing else; `uri` a path on this server."""

    uri: str
    language: str
    title: str
    snippet: str
    kind: str
    commons: str
    published: datetime | None


class ResultsOut(Schema):
    """`took` in milliseconds."""

    total: int
    items: list[HitOut]
    did_you_mean: str
    loosened: bool
    took: float


@router.get("/search", response=ResultsOut, auth=anybody)
def search(
    request: HttpRequest,
    q: str,
    commons: str = "",
    page: int = Query(1, ge=1, le=1_000_000),
    per_page: int = Query(20, ge=1, le=MOST_PER_PAGE),
) -> queries.Results:
    """Words, "a phrase" and -words to leave out; in one commons with `commons`."""
    return queries.search(
        q,
        person=access.visitor_or_person(request),
        commons=access.find(commons) if commons else None,
        preferred=languages.preferred(request),
        page=page,
        per_page=per_page,
    )
