"""API of persons: the same services and rules as the pages. Organisations and operators are beside it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from gemeengoed.core.media.queries import address
from gemeengoed.core.media.services import store_image

from . import operating_api, organisations_api, queries
from .api_auth import anybody, read, write
from .models import Person
from .permissions import require_person
from .services import profile

router = Router(tags=["people"])
PICTURE_WIDTH = 320


class PersonOut(Schema):
    """`summary` is Markdown; `picture_url` is empty without a picture."""

    handle: str
    name: str
    url: str
    summary: str
    picture_url: str
    picture_alt: str
    organisations: list[str]


class MeOut(PersonOut):
    email: str
    language: str
    time_zone: str
    name_travels: bool
    is_operator: bool
    speaks_for: list[str]


class MeIn(Schema):
    """What is left out stays as it is."""

    name: str | None = None
    summary: str | None = None
    time_zone: str | None = None
    name_travels: bool | None = None
    language: str | None = None


def _person(person: Person) -> dict[str, Any]:
    return {
        "handle": person.handle,
        "name": person.name,
        "url": person.get_absolute_url(),
        "summary": person.summary,
        "picture_url": address(person.picture, PICTURE_WIDTH) if person.picture else "",
        "picture_alt": person.picture_alt,
        "organisations": [row.organisation.actor.handle for row in queries.affiliations_of(person)],
    }


def _me(person: Person) -> dict[str, Any]:
    return {
        **_person(person),
        "email": person.email,
        "language": person.language,
        "time_zone": person.time_zone,
        "name_travels": person.name_travels,
        "is_operator": person.is_steward,
        "speaks_for": [one.actor.handle for one in queries.may_speak_for(person)],
    }


@router.get("/me", response=MeOut, auth=read)
def read_me(request: HttpRequest) -> dict[str, Any]:
    """Who you are here."""
    return _me(require_person(request))


@router.patch("/me", response=MeOut, auth=write)
def change_me(request: HttpRequest, given: MeIn) -> dict[str, Any]:
    person = require_person(request)
    values = given.dict(exclude_none=True)
    if "language" in values:
        profile.set_language(person, values.pop("language"))
    if values:
        present = {"name": person.name, "summary": person.summary, "time_zone": person.time_zone}
        profile.change_profile(person, **{**present, **values})
    return _me(queries.find_person(person.handle))


@router.get("/people/{handle}", response=PersonOut, auth=anybody)
def read_person(request: HttpRequest, handle: str) -> dict[str, Any]:
    return _person(queries.find_person(handle))


@router.post("/me/picture", response=MeOut, auth=write)
def set_my_picture(
    request: HttpRequest, file: File[UploadedFile], alt: Form[str]
) -> dict[str, Any]:
    """Your picture (multipart, field `file`), cleaned; `alt` tells in words what it shows."""
    person = require_person(request)
    if not alt.strip():
        raise ValidationError(
            {"alt": _("Tell in words what the picture shows, for those who cannot see it.")}
        )
    picture = store_image(file, person.actor, person.actor)
    profile.set_picture(person, picture, alt)
    return _me(queries.find_person(person.handle))


@router.delete("/me/picture", response=MeOut, auth=write)
def remove_my_picture(request: HttpRequest) -> dict[str, Any]:
    """Takes your picture away."""
    person = require_person(request)
    profile.remove_picture(person)
    return _me(queries.find_person(person.handle))


for part in (organisations_api, operating_api):
    router.add_router("", part.router)
