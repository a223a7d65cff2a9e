"""Pictures of a commons over the API. Here and not in `media`, which does not know commons."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from gemeengoed.core.commons.access import enter
from gemeengoed.core.media import queries
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import store_image
from gemeengoed.core.people.api_auth import read, write

router = Router(tags=["media"])


class PictureOut(Schema):
    id: int
    address: str
    media_type: str
    width: int
    height: int
    size: int
    original_name: str
    uploader: str
    created: datetime
    was_moving: bool
    variants: dict[int, str]


class PicturesOut(Schema):
    used: int
    quota: int
    count: int
    page: int
    pages: int
    pictures: list[PictureOut]


@router.post("/commons/{handle}/media", response={201: PictureOut}, auth=write, url_name="upload")
def upload(request: HttpRequest, handle: str, file: File[UploadedFile]) -> Status[Any]:
    """Stores a picture (multipart, field `file`), cleaned. Sizes in bytes and pixels."""
    access = enter(request, handle)
    access.require("media.upload")
    stored = store_image(file, access.commons.actor, access.actor)
    return Status(201, _out(stored))


@router.get("/commons/{handle}/media", response=PicturesOut, auth=read, url_name="pictures")
def pictures(
    request: HttpRequest,
    handle: str,
    page: int = Query(1, ge=1),
    per_page: int = Query(50, ge=1, le=100),
) -> dict[str, Any]:
    """Newest first, with the room that is taken and allowed (bytes)."""
    access = enter(request, handle)
    access.require("media.upload")
    paginator = Paginator(queries.files_of(access.commons.actor), per_page)
    usage = queries.usage(access.commons.actor)
    return {
        "used": usage.used,
        "quota": usage.quota,
        "count": paginator.count,
        "page": page,
        "pages": paginator.num_pages,
        "pictures": [_out(file) for file in paginator.get_page(page)],
    }


def _out(file: MediaFile) -> dict[str, Any]:
    names = (
        "id",
        "media_type",
        "width",
        "height",
        "size",
        "original_name",
        "created",
        "was_moving",
    )
    return {
        **{name: getattr(file, name) for name in names},
        "address": settings.BASE_URL + queries.address(file),
        "uploader": file.uploader.handle if file.uploader else "",
        "variants": {int(w): settings.MEDIA_URL + name for w, name in file.variants.items()},
    }
