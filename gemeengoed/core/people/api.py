"""API of persons, organisations and the server: the same services and rules as the pages."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.instance import queries as instances
from gemeengoed.core.instance import services as instance_services
from gemeengoed.core.media.queries import address

from . import queries
from .api_auth import anybody, read, write
from .models import Organisation, Person
from .permissions import may_make_organisation, require, require_person
from .services import create_organisation, profile, states

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


class OrganisationOut(Schema):
    """`description` by language, in Markdown."""

    handle: str
    name: str
    url: str
    website: str
    description: dict[str, str]
    logo_alt: str


class OrganisationIn(Schema):
    handle: str
    name: str
    website: str = ""
    description: dict[str, str] = {}
    belongs: bool = False


class OrganisationPage(Schema):
    total: int
    page: int
    items: list[OrganisationOut]


class ReasonIn(Schema):
    reason: str = ""


class StateOut(Schema):
    handle: str
    state: str


class InstanceOut(Schema):
    name: str
    description: dict[str, str]
    language: str
    sign_up: str
    second_factor_for_stewards: bool
    colours: dict[str, str]


class InstanceIn(Schema):
    """What is left out stays as it is."""

    name: str | None = None
    description: dict[str, str] | None = None
    language: str | None = None
    sign_up: str | None = None
    second_factor_for_stewards: bool | None = None


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


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "handle": organisation.actor.handle,
        "name": organisation.name,
        "url": organisation.get_absolute_url(),
        "website": organisation.website,
        "description": organisation.description,
        "logo_alt": organisation.logo_alt,
    }


@router.get("/me", response=MeOut, auth=read)
def read_me(request: HttpRequest) -> dict[str, Any]:
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


@router.post("/people/{handle}/approve", response=StateOut, auth=write, tags=["server"])
def approve(request: HttpRequest, handle: str) -> Person:
    """For operators."""
    return states.approve(queries.find_account(handle), require(request, "people.approve"))


@router.post("/people/{handle}/decline", response={204: None}, auth=write, tags=["server"])
def decline(request: HttpRequest, handle: str, given: ReasonIn) -> Status[None]:
    """For operators; `reason` is mailed to the person and stands in the log without their name."""
    operator = require(request, "people.approve")
    states.decline(queries.find_account(handle), operator, given.reason)
    return Status(204, None)


@router.post("/people/{handle}/suspend", response=StateOut, auth=write, tags=["server"])
def suspend(request: HttpRequest, handle: str, given: ReasonIn) -> Person:
    """For operators; needs a `reason`."""
    operator = require(request, "people.suspend")
    return states.suspend(queries.find_account(handle), operator, given.reason)


@router.post("/people/{handle}/restore", response=StateOut, auth=write, tags=["server"])
def restore(request: HttpRequest, handle: str, given: ReasonIn) -> Person:
    """For operators."""
    operator = require(request, "people.suspend")
    return states.restore(queries.find_account(handle), operator, given.reason)


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


@router.get("/instance", response=InstanceOut, auth=anybody, tags=["server"])
def read_instance(request: HttpRequest) -> Any:
    return instances.current()


@router.patch("/instance", response=InstanceOut, auth=write, tags=["server"])
def change_instance(request: HttpRequest, given: InstanceIn) -> Any:
    """For operators."""
    operator = require(request, "instance.change")
    return instance_services.change(operator.actor, **given.dict(exclude_none=True))
