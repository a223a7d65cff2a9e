"""Organisations and who belongs to them, in the API."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status, UploadedFile

from gemeengoed.core.media.queries import address
from gemeengoed.core.media.services import store_image

from . import queries
from .api_auth import anybody, read, write
from .models import Affiliation, Organisation, Person
from .permissions import may_make_organisation, person_of, require, require_person
from .services import create_organisation
from .services import organisations as services

router = Router(tags=["organisations"])
LARGEST = 2**63 - 1
LOGO_WIDTH = 320


class OrganisationOut(Schema):
    """`description` by language, in Markdown; `logo_url` is empty without a logo."""

    handle: str
    name: str
    url: str
    website: str
    description: dict[str, str]
    logo_url: str
    logo_alt: str


class OrganisationIn(Schema):
    handle: str
    name: str
    website: str = ""
    description: dict[str, str] = {}
    belongs: bool = False


class OrganisationChange(Schema):
    """What is left out stays as it is."""

    name: str | None = None
    website: str | None = None
    description: dict[str, str] | None = None
    logo_alt: str | None = None


class OrganisationPage(Schema):
    total: int
    page: int
    items: list[OrganisationOut]


class AffiliationIn(Schema):
    """`person` is a handle; `manages` lets them change the page of the organisation."""

    person: str
    position: str = ""
    may_speak: bool = False
    manages: bool = False


class AffiliationOut(AffiliationIn):
    """`confirmed` by the person concerned; until then it does not count."""

    id: int
    name: str
    organisation: str
    confirmed: datetime | None


class AffiliationPage(Schema):
    total: int
    page: int
    items: list[AffiliationOut]


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "handle": organisation.actor.handle,
        "name": organisation.name,
        "url": organisation.get_absolute_url(),
        "website": organisation.website,
        "description": organisation.description,
        "logo_url": address(organisation.logo, LOGO_WIDTH) if organisation.logo else "",
        "logo_alt": organisation.logo_alt,
    }


def _affiliation(row: Affiliation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "person": row.person.handle,
        "name": row.person.name,
        "organisation": row.organisation.actor.handle,
        "position": row.position,
        "may_speak": row.may_speak,
        "manages": row.may_manage,
        "confirmed": row.confirmed,
    }


def _found(number: int) -> Affiliation:
    rows = Affiliation.objects.select_related("organisation__actor", "person__actor")
    return get_object_or_404(rows, pk=min(max(number, 0), LARGEST))


@router.get("/organisations", response=OrganisationPage, auth=anybody)
def list_organisations(request: HttpRequest, page: int = 1, per_page: int = 50) -> dict[str, Any]:
    """By name, at most 100 a page."""
    found = Paginator(queries.organisations(), max(1, min(per_page, 100)))
    current = found.get_page(page)
    items = [_organisation(one) for one in current.object_list]
    return {"total": found.count, "page": current.number, "items": items}


@router.post("/organisations", response={201: OrganisationOut}, auth=write)
def add_organisation(request: HttpRequest, given: OrganisationIn) -> Status[dict[str, Any]]:
    """For operators and stewards of a commons."""
    person = require_person(request)
    if not may_make_organisation(person):
        require(request, "organisations.create")
    return Status(201, _organisation(create_organisation(by=person, **given.dict())))


@router.get("/organisations/{handle}", response=OrganisationOut, auth=anybody)
def read_organisation(request: HttpRequest, handle: str) -> dict[str, Any]:
    return _organisation(queries.find_organisation(handle))


@router.patch("/organisations/{handle}", response=OrganisationOut, auth=write)
def change_organisation(
    request: HttpRequest, handle: str, given: OrganisationChange
) -> dict[str, Any]:
    """For who looks after it, and for operators."""
    person, shown = require_person(request), queries.find_organisation(handle)
    services.require_manager(shown, person)
    values = given.dict(exclude_none=True)
    alt = values.pop("logo_alt", None)
    kept = {name: getattr(shown, name) for name in ("name", "website", "description")}
    with transaction.atomic():
        if values:
            services.change_organisation(shown, person, **{**kept, **values})
        if alt is not None:
            services.set_logo(shown, person, None, alt)
    return _organisation(queries.find_organisation(handle))


@router.post("/organisations/{handle}/logo", response=OrganisationOut, auth=write)
def set_logo(
    request: HttpRequest, handle: str, file: File[UploadedFile], alt: Form[str]
) -> dict[str, Any]:
    """A logo (multipart, field `file`), cleaned; `alt` tells in words what it shows. For who looks
    after the organisation, and for operators."""
    person, shown = require_person(request), queries.find_organisation(handle)
    services.require_manager(shown, person)
    if not alt.strip():
        raise ValidationError({"alt": _("Tell in words what the logo shows, often just the name.")})
    logo = store_image(file, shown.actor, person.actor)
    services.set_logo(shown, person, logo, alt)
    return _organisation(queries.find_organisation(handle))


@router.get("/organisations/{handle}/people", response=AffiliationPage, auth=anybody)
def list_people(
    request: HttpRequest, handle: str, page: int = 1, per_page: int = 50
) -> dict[str, Any]:
    """Who belongs to it; who looks after it also sees who has not confirmed. At most 100 a page."""
    shown = queries.find_organisation(handle)
    manages = services.may_manage(shown, person_of(request))
    rows = queries.everybody_of(shown) if manages else queries.people_of(shown)
    rows = rows.select_related("person__actor", "organisation__actor")
    found = Paginator(rows, max(1, min(per_page, 100)))
    current = found.get_page(page)
    items = [_affiliation(row) for row in current.object_list]
    return {"total": found.count, "page": current.number, "items": items}


@router.post("/organisations/{handle}/people", response={201: AffiliationOut}, auth=write)
def ask_person(request: HttpRequest, handle: str, given: AffiliationIn) -> Status[dict[str, Any]]:
    """Says that somebody belongs to it; they confirm it themselves. For who looks after it."""
    by, shown = require_person(request), queries.find_organisation(handle)
    services.require_manager(shown, by)
    values = given.dict()
    asked = _active(values.pop("person"))
    row = services.ask_person(shown, asked, by, **values)
    return Status(201, _affiliation(row))


def _active(handle: str) -> Person:
    tidy = handle.strip().removeprefix("@").lower()
    found = Person.objects.select_related("actor").filter(username=tidy).first()
    if found is None or not found.is_active:
        words = _("Nobody here has this short name. Is it spelt right?")
        raise ValidationError({"person": words})
    return found


@router.get("/me/affiliations", response=list[AffiliationOut], auth=read)
def my_affiliations(request: HttpRequest) -> list[dict[str, Any]]:
    """Where you belong, also what waits until you confirm it."""
    rows = queries.everything_of(require_person(request)).select_related(
        "person__actor", "organisation__actor"
    )
    return [_affiliation(row) for row in rows]


@router.post("/affiliations/{number}/confirm", response=AffiliationOut, auth=write)
def confirm_affiliation(request: HttpRequest, number: int) -> dict[str, Any]:
    """For the person concerned."""
    person, row = require_person(request), _found(number)
    services.confirm(row, person)
    return _affiliation(_found(number))


@router.delete("/affiliations/{number}", response={204: None}, auth=write)
def end_affiliation(request: HttpRequest, number: int) -> Status[None]:
    """For the person concerned, for who looks after the organisation, and for operators."""
    person, row = require_person(request), _found(number)
    services.end_affiliation(row, person)
    return Status(204, None)
