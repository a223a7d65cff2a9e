"""Links for who reads a text before it comes out."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.documents.models import Document
from gemeengoed.core.people.api_auth import read, write

from .. import releasing
from ..finding import find
from ..models import EarlyReader

router = Router(tags=["publications"])
ADDRESS = "/commons/{handle}/publications/{slug}/{language}/release/readers"
LARGEST = 2**63 - 1


class ReaderIn(Schema):
    """For whom the link is."""

    name: str


class ReaderOut(ReaderIn):
    id: int
    created: datetime
    opened: datetime | None


class NewReaderOut(ReaderIn):
    """The link, which is shown this once."""

    link: str


def _at_text(
    request: HttpRequest, handle: str, slug: str, language: str
) -> tuple[Access, Document]:
    access = enter(request, handle)
    access.require("publications.publish")
    work = find(access, slug).work
    return access, work.documents.select_related("release").get(language=language)


@router.get(ADDRESS, response=list[ReaderOut], auth=read)
def list_readers(request: HttpRequest, handle: str, slug: str, language: str) -> list[EarlyReader]:
    """The links that work now, oldest first; 50 at most. For who may publish."""
    _access, document = _at_text(request, handle, slug, language)
    return list(document.early_readers.order_by("created", "pk"))


@router.post(ADDRESS, response={201: NewReaderOut}, auth=write)
def invite_reader(
    request: HttpRequest, handle: str, slug: str, language: str, given: ReaderIn
) -> Status[dict[str, Any]]:
    """Makes a link to a text under embargo. For who may publish."""
    access, document = _at_text(request, handle, slug, language)
    secret = releasing.invite(document, given.name, access.actor)
    path = f"{access.commons.get_absolute_url()}publications/early/{secret}/"
    name = " ".join(given.name.split())
    return Status(201, {"name": name, "link": request.build_absolute_uri(path)})


@router.delete(ADDRESS + "/{number}", response={204: None}, auth=write)
def end_reader(
    request: HttpRequest, handle: str, slug: str, language: str, number: int
) -> Status[None]:
    """The link stops working at once. For who may publish."""
    _access, document = _at_text(request, handle, slug, language)
    releasing.end_invitation(document, min(max(number, 0), LARGEST))
    return Status(204, None)
