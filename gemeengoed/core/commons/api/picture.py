"""The picture of a commons."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import settings as services
from gemeengoed.core.media.queries import address
from gemeengoed.core.media.services import store_image
from gemeengoed.core.people.api_auth import anybody, write

from .coming_in import come_in

router = Router(tags=["commons"])
WIDTH = 960


class PictureChange(Schema):
    """`alt` by language, in place of what there is."""

    alt: dict[str, str]


class PictureOut(Schema):
    """`alt` by language; `url` is empty where the emblem stands alone."""

    url: str
    alt: dict[str, str]


def _out(commons: Commons) -> dict[str, Any]:
    url = address(commons.picture, WIDTH) if commons.picture else ""
    return {"url": url, "alt": commons.picture_alt}


@router.get("/commons/{handle}/picture", response=PictureOut, auth=anybody)
def read_picture(request: HttpRequest, handle: str) -> dict[str, Any]:
    return _out(enter(request, handle).commons)


@router.patch("/commons/{handle}/picture", response=PictureOut, auth=write)
def change_words(request: HttpRequest, handle: str, given: PictureChange) -> dict[str, Any]:
    """Other words for the picture that is there."""
    access, person = come_in(request, handle, "commons.change")
    if access.commons.picture is None:
        raise ValidationError({"alt": _("There is no picture yet. Send one, with its words.")})
    return _out(services.set_picture(access.commons, person, None, given.alt))


@router.post("/commons/{handle}/picture", response=PictureOut, auth=write)
def set_picture(
    request: HttpRequest,
    handle: str,
    file: File[UploadedFile],
    alt: Form[str],
    language: Form[str] = "",
) -> dict[str, Any]:
    """A picture (multipart, field `file`), cleaned. `alt` tells in words what it shows, in `language` or
    else that of the commons."""
    access, person = come_in(request, handle, "commons.change")
    if not alt.strip():
        raise ValidationError(
            {"alt": _("Tell in words what the picture shows, for those who cannot see it.")}
        )
    words = {language or access.commons.language: alt}
    stored = store_image(file, access.commons.actor, person.actor)
    return _out(services.set_picture(access.commons, person, stored, words))


@router.delete("/commons/{handle}/picture", response={204: None}, auth=write)
def remove_picture(request: HttpRequest, handle: str) -> Status[None]:
    """Back to the emblem alone."""
    access, person = come_in(request, handle, "commons.change")
    services.remove_picture(access.commons, person)
    return Status(204, None)
