"""What operators decide about people and the server, in the API."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.instance import queries as instances
from gemeengoed.core.instance import services as instance_services
from gemeengoed.core.media.services import store_image

from . import queries
from .api_auth import anybody, read, write
from .models import Invitation, Person
from .permissions import require
from .services import invitations, states

router = Router(tags=["server"])
LARGEST = 2**63 - 1


class ReasonIn(Schema):
    reason: str = ""


class StateOut(Schema):
    handle: str
    state: str


class OperatorOut(Schema):
    handle: str
    is_operator: bool = Field(alias="is_steward")


class InvitationIn(Schema):
    """Without `email` you pass the link on yourself."""

    email: str = ""
    language: str = ""
    days: int = Field(invitations.DAYS, ge=1, le=90)


class InvitationOut(Schema):
    id: int
    email: str
    inviter: str
    created: datetime
    expires: datetime


class NewInvitationOut(InvitationOut):
    """`link` is shown this once."""

    link: str


class InstanceOut(Schema):
    """`colours`: name to '#rrggbb'; `front_commons` is a handle, empty for all of them."""

    name: str
    description: dict[str, str]
    language: str
    sign_up: str
    second_factor_for_stewards: bool
    colours: dict[str, str]
    front_commons: str
    logo_alt: str


class InstanceIn(Schema):
    """What is left out stays as it is. `colours` are all that are chosen: what is not named is ours."""

    name: str | None = None
    description: dict[str, str] | None = None
    language: str | None = None
    sign_up: str | None = None
    second_factor_for_stewards: bool | None = None
    colours: dict[str, str] | None = None
    front_commons: str | None = None
    logo_alt: str | None = None


@router.post("/people/{handle}/approve", response=StateOut, auth=write)
def approve(request: HttpRequest, handle: str) -> Person:
    """For operators."""
    operator = require(request, "people.approve")
    return states.approve(queries.find_account(handle), operator)


@router.post("/people/{handle}/decline", response={204: None}, auth=write)
def decline(request: HttpRequest, handle: str, given: ReasonIn) -> Status[None]:
    """For operators; `reason` is mailed to the person and stands in the log without their name."""
    operator = require(request, "people.approve")
    states.decline(queries.find_account(handle), operator, given.reason)
    return Status(204, None)


@router.post("/people/{handle}/suspend", response=StateOut, auth=write)
def suspend(request: HttpRequest, handle: str, given: ReasonIn) -> Person:
    """For operators; needs a `reason`."""
    operator = require(request, "people.suspend")
    return states.suspend(queries.find_account(handle), operator, given.reason)


@router.post("/people/{handle}/restore", response=StateOut, auth=write)
def restore(request: HttpRequest, handle: str, given: ReasonIn) -> Person:
    """For operators."""
    operator = require(request, "people.suspend")
    return states.restore(queries.find_account(handle), operator, given.reason)


@router.post("/people/{handle}/make-operator", response=OperatorOut, auth=write)
def make_operator(request: HttpRequest, handle: str) -> Person:
    """Gives somebody power over the server. For operators."""
    operator = require(request, "people.make_operator")
    return states.make_operator(queries.find_account(handle), operator)


@router.post("/people/{handle}/end-operator", response=OperatorOut, auth=write)
def end_operator(request: HttpRequest, handle: str) -> Person:
    """Takes that power away; one operator stays. For operators."""
    operator = require(request, "people.make_operator")
    return states.end_operator(queries.find_account(handle), operator)


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "email": row.email,
        "inviter": row.inviter.handle if row.inviter else "",
        "created": row.created,
        "expires": row.expires,
    }


@router.get("/invitations", response=list[InvitationOut], auth=read)
def list_invitations(request: HttpRequest) -> list[dict[str, Any]]:
    """Invitations to the server that still work; the newest hundred. For operators."""
    require(request, "people.invite")
    return [_invitation(row) for row in queries.open_invitations()[:100]]


@router.post("/invitations", response={201: NewInvitationOut}, auth=write)
def invite(request: HttpRequest, given: InvitationIn) -> Status[dict[str, Any]]:
    """Makes a link for one account, and mails it where there is an address. For operators."""
    operator = require(request, "people.invite")
    if given.email:
        _check_address(given.email)
    row, link = invitations.invite(operator, **given.dict())
    return Status(201, _invitation(row) | {"link": link})


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error


@router.delete("/invitations/{number}", response={204: None}, auth=write)
def withdraw_invitation(request: HttpRequest, number: int) -> Status[None]:
    """The link no longer works. For operators."""
    operator = require(request, "people.invite")
    row = get_object_or_404(Invitation, pk=min(max(number, 0), LARGEST), used__isnull=True)
    invitations.withdraw(row, operator)
    return Status(204, None)


@router.get("/instance", response=InstanceOut, auth=anybody)
def read_instance(request: HttpRequest) -> Any:
    """What the server is called and how it is set."""
    return instances.current()


@router.patch("/instance", response=InstanceOut, auth=write)
def change_instance(request: HttpRequest, given: InstanceIn) -> Any:
    """For operators."""
    operator = require(request, "instance.change")
    values = given.dict(exclude_none=True)
    alt = values.pop("logo_alt", None)
    if values.get("front_commons"):
        _check_front(values["front_commons"])
    with transaction.atomic():
        changed = instance_services.change(operator.actor, **values)
        if alt is not None:
            changed = instance_services.set_logo(operator.actor, None, alt)
    return changed


def _check_front(handle: str) -> None:
    there = Actor.objects.filter(kind=ActorKind.COMMONS, gone__isnull=True)
    if not there.filter(handle=handle.strip().lower()).exists():
        raise ValidationError({"front_commons": _("There is no commons here with that name.")})


@router.post("/instance/logo", response=InstanceOut, auth=write)
def set_logo(request: HttpRequest, file: File[UploadedFile], alt: Form[str]) -> Any:
    """A logo (multipart, field `file`), cleaned; `alt` tells in words what it shows. For operators."""
    operator = require(request, "instance.change")
    if not alt.strip():
        raise ValidationError({"alt": _("Tell in words what the logo shows.")})
    logo = store_image(file, instance_actor(), operator.actor)
    return instance_services.set_logo(operator.actor, logo, alt)


@router.delete("/instance/logo", response=InstanceOut, auth=write)
def remove_logo(request: HttpRequest) -> Any:
    """Takes the logo away. For operators."""
    operator = require(request, "instance.change")
    return instance_services.remove_logo(operator.actor)
