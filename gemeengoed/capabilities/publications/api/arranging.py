"""Series, kinds of text, and the sources of a publication."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.people.api_auth import anybody, write
from gemeengoed.core.sources.models import Source

from .. import kinds, queries, series_files, services
from ..finding import find
from ..models import Kind, OwnKind, Publication, Series
from ..queries import Listed

router = Router(tags=["publications"])
Words = dict[str, str]
SourceId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class SeriesIn(Schema):
    """`title` and `description` by language; `total` is how many parts are planned, 0 when not known."""

    title: Words
    description: Words = {}
    total: int = Field(0, ge=0, le=999)


class SeriesOut(SeriesIn):
    slug: str
    url: str


class PartOut(Schema):
    """One part: `language` is the best for who asks, of those it is published in."""

    slug: str
    number: int | None
    title: str
    language: str
    url: str


class SeriesFileOut(Schema):
    """The whole series as one file: `form` is 'epub', an e-book in `language`, or 'zip' with the PDF and EPUB
    of each part in your best language (`language` is empty)."""

    form: str
    language: str
    media_type: str
    address: str


class SeriesWithParts(SeriesOut):
    parts: list[PartOut]
    files: list[SeriesFileOut]


class KindOut(Schema):
    slug: str
    name: str


class KindIn(Schema):
    """`name` by language; `pages_advised` 0 never advises to shorten, null does as `like`."""

    name: Words
    like: Kind = Kind.ARTICLE
    pages_advised: int | None = Field(None, ge=0, le=999)


class CitedOut(Schema):
    id: int
    title: str
    author: str
    date: str


class CitedIn(Schema):
    """Numbers of sources of this commons, in the order in which the text lists them."""

    ids: list[SourceId] = Field(max_length=1000)


def _series(series: Series) -> dict[str, Any]:
    kept = {name: getattr(series, name) for name in ("slug", "title", "description", "total")}
    return kept | {"url": series_files.page_of(series)}


def _parts(items: list[Listed]) -> list[dict[str, Any]]:
    return [
        {
            "slug": one.publication.slug,
            "number": one.publication.number,
            "title": one.document.published.title if one.document.published else "",
            "language": one.document.language,
            "url": one.publication.work.uri,
        }
        for one in items
    ]


def _files(access: Access, series: Series, items: list[Listed]) -> list[dict[str, str]]:
    return [
        {
            "form": one.form,
            "language": one.language,
            "media_type": one.type,
            "address": settings.BASE_URL + one.address,
        }
        for one in series_files.offered(series, items, access.preferred)
    ]


@router.get("/commons/{handle}/series", response=list[SeriesOut], auth=anybody)
def list_series(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    """All series of a commons, by their slug."""
    access = enter(request, handle)
    rows = access.commons.series.select_related("commons__actor").order_by("slug")
    return [_series(one) for one in rows]


@router.post("/commons/{handle}/series", response={201: SeriesOut}, auth=write)
def make_series(request: HttpRequest, handle: str, given: SeriesIn) -> Status[dict[str, Any]]:
    """Makes a series; its slug follows from the title."""
    access = enter(request, handle)
    access.require("publications.write")
    slug = next((words for words in given.title.values() if words.strip()), "")
    series = services.create_series(
        access.commons, slug, given.title, given.total, description=given.description
    )
    return Status(201, _series(series))


@router.get("/commons/{handle}/series/{series}", response=SeriesWithParts, auth=anybody)
def read_series(request: HttpRequest, handle: str, series: str) -> dict[str, Any]:
    """A series with the parts that are out and that you may read, and the files that hold them all."""
    access = enter(request, handle)
    found = get_object_or_404(Series, commons=access.commons, slug=series)
    items = queries.listed(queries.in_series(found, access.audiences), access.preferred)
    return _series(found) | {"parts": _parts(items), "files": _files(access, found, items)}


@router.get("/commons/{handle}/series/{series}/files/{form}", auth=anybody)
def series_file(
    request: HttpRequest,
    handle: str,
    series: str,
    form: Literal["epub", "zip"],
    language: str | None = None,
) -> HttpResponseBase:
    """The file: 202 while a form of a part is being made, then ask again. `language` is for the e-book; left
    out, it is your best."""
    access = enter(request, handle)
    found = get_object_or_404(Series, commons=access.commons, slug=series)
    if form == series_files.ZIP:
        return series_files.bundle(request, access, found)
    return series_files.volume(request, access, found, language)


@router.get("/commons/{handle}/kinds", response=list[KindOut], auth=anybody)
def list_kinds(request: HttpRequest, handle: str) -> list[dict[str, str]]:
    """The kinds that a text of this commons can have, named in the reader's language."""
    access = enter(request, handle)
    return [{"slug": slug, "name": name} for slug, name in kinds.choices(access.commons)]


@router.post("/commons/{handle}/kinds", response={201: KindOut}, auth=write)
def make_kind(request: HttpRequest, handle: str, given: KindIn) -> Status[dict[str, str]]:
    """Adds a kind of the commons' own. For stewards."""
    access = enter(request, handle)
    access.require("publications.arrange")
    made = kinds.add(access.commons, given.name, given.like, given.pages_advised)
    return Status(201, {"slug": made.slug, "name": str(made)})


@router.delete("/commons/{handle}/kinds/{kind}", response={204: None}, auth=write)
def remove_kind(request: HttpRequest, handle: str, kind: str) -> Status[None]:
    """Takes an own kind away; its texts become what it was like. For stewards."""
    access = enter(request, handle)
    access.require("publications.arrange")
    kinds.remove(get_object_or_404(OwnKind, commons=access.commons, slug=kind))
    return Status(204, None)


@router.get("/commons/{handle}/publications/{slug}/sources", response=list[CitedOut], auth=anybody)
def list_cited(request: HttpRequest, handle: str, slug: str) -> list[dict[str, Any]]:
    """What a publication rests on, in its order. Readers get 404 until a text of it is out."""
    access = enter(request, handle)
    publication = find(access, slug)
    if not access.may("publications.write"):
        get_object_or_404(queries.shown(access.commons.handle, access.audiences), slug=slug)
    return _cited(publication)


@router.put("/commons/{handle}/publications/{slug}/sources", response=list[CitedOut], auth=write)
def set_cited(request: HttpRequest, handle: str, slug: str, given: CitedIn) -> list[dict[str, Any]]:
    """Lists exactly these sources, in this order."""
    access = enter(request, handle)
    access.require("publications.write")
    publication = find(access, slug)
    services.cite(publication, _chosen(access, given.ids), access.actor)
    return _cited(publication)


def _chosen(access: Access, ids: list[int]) -> list[Source]:
    rows = Source.objects.filter(commons=access.commons).in_bulk(ids)
    if len(rows) != len(set(ids)):
        raise ValidationError({"ids": _("Choose sources of this commons.")})
    return [rows[number] for number in ids]


def _cited(publication: Publication) -> list[dict[str, Any]]:
    rows = Source.objects.filter(citations__work=publication.work)
    found = rows.order_by("citations__position").values("id", "title", "author", "date")
    return [dict(row) for row in found]
