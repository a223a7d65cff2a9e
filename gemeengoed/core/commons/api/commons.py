"""List, read, make and change commons; groups and partners."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.commons.models import Commons, Group, Membership, Partnership
from gemeengoed.core.commons.permissions import may_create_commons
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.commons.services import groups as group_services
from gemeengoed.core.commons.services import partners as partner_services
from gemeengoed.core.commons.services.settings import change_commons
from gemeengoed.core.people.api_auth import anybody, read, write
from gemeengoed.core.people.models import Organisation

from .coming_in import OrderIn, come_in, paged

router = Router(tags=["commons"])
Words = dict[str, str]


class CommonsIn(Schema):
    handle: str
    names: Words
    purpose: Words = {}
    language: str = "nl"
    licence: str = "CC-BY-SA-4.0"
    joining: str = "application"
    capabilities: list[str] | None = None


class CommonsChange(Schema):
    names: Words | None = None
    purpose: Words | None = None
    language: str | None = None
    licence: str | None = None
    joining: str | None = None
    capabilities: list[str] | None = None


class CommonsOut(Schema):
    handle: str
    names: Words
    purpose: Words
    language: str
    licence: str
    joining: str
    capabilities: list[str]
    url: str


class CommonsPage(Schema):
    items: list[CommonsOut]
    count: int
    page: int
    pages: int


class GroupIn(Schema):
    name: str
    description: str = ""
    members: list[str] = []


class GroupOut(GroupIn):
    slug: str


class NewOrganisationIn(Schema):
    handle: str
    name: str
    website: str = ""
    description: Words = {}


class PartnerIn(Schema):
    """`organisation` is the handle of one that is known here, or one that is new: then it is made too."""

    organisation: str | NewOrganisationIn
    role: str = "partner"


class PartnerOut(Schema):
    organisation: str
    name: str
    website: str
    role: str


def _commons(commons: Commons) -> dict[str, Any]:
    kept = ("handle", "purpose", "language", "licence", "joining", "capabilities")
    names = commons.names or {commons.language: commons.actor.name}
    shown = {name: getattr(commons, name) for name in kept}
    return shown | {"names": names, "url": commons.get_absolute_url()}


@router.get("/commons", response=CommonsPage, auth=anybody, summary="All commons here")
def list_commons(request: HttpRequest, page: int = 1, per_page: int = 30) -> dict[str, Any]:
    rows = Commons.objects.filter(actor__gone__isnull=True).select_related("actor")
    return paged(rows.order_by("actor__name", "pk"), page, per_page, _commons)


@router.post("/commons", response={201: CommonsOut}, auth=write, summary="Make a commons")
def make_commons(request: HttpRequest, given: CommonsIn) -> Status[dict[str, Any]]:
    person = require_person(request)
    if not may_create_commons(person):
        raise PermissionDenied(_("On this server only operators make a commons. Ask one of them."))
    return Status(201, _commons(create_commons(steward=person, **given.dict())))


@router.get("/commons/{handle}", response=CommonsOut, auth=anybody, summary="One commons")
def read_commons(request: HttpRequest, handle: str) -> dict[str, Any]:
    return _commons(enter(request, handle).commons)


@router.patch("/commons/{handle}", response=CommonsOut, auth=write, summary="Change its settings")
def patch_commons(request: HttpRequest, handle: str, given: CommonsChange) -> dict[str, Any]:
    access, person = come_in(request, handle, "commons.change")
    values = {name: value for name, value in given.dict().items() if value is not None}
    return _commons(change_commons(access.commons, person, **values))


def _group(group: Group) -> dict[str, Any]:
    return {
        "slug": group.slug,
        "name": group.name,
        "description": group.description,
        "members": [member.person.handle for member in group.members.all()],
    }


def _found_group(access: Access, slug: str) -> Group:
    rows = Group.objects.select_related("commons__actor").filter(commons=access.commons)
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _members(commons: Commons, handles: list[str]) -> list[Membership]:
    rows = list(Membership.objects.filter(commons=commons, person__username__in=handles))
    if len(rows) != len(set(handles)):
        raise ValidationError({"members": _("Only members of the commons can be in a group.")})
    return rows


@router.get("/commons/{handle}/groups", response=list[GroupOut], auth=read, summary="Named groups")
def list_groups(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    access, _by = come_in(request, handle, "commons.see_members")
    return [_group(group) for group in queries.in_groups(access.commons)]


@router.post("/commons/{handle}/groups", response={201: GroupOut}, auth=write, summary="Make one")
def make_group(request: HttpRequest, handle: str, given: GroupIn) -> Status[dict[str, Any]]:
    access, person = come_in(request, handle, "commons.change_groups")
    members = _members(access.commons, given.members)
    group = group_services.save_group(
        access.commons, person, name=given.name, description=given.description, members=members
    )
    return Status(201, _group(group))


@router.put("/commons/{handle}/groups/{slug}", response=GroupOut, auth=write, summary="Change one")
def put_group(request: HttpRequest, handle: str, slug: str, given: GroupIn) -> dict[str, Any]:
    access, person = come_in(request, handle, "commons.change_groups")
    group = _found_group(access, slug)
    members = _members(access.commons, given.members)
    changed = group_services.save_group(
        access.commons,
        person,
        group=group,
        name=given.name,
        description=given.description,
        members=members,
    )
    return _group(changed)


@router.delete("/commons/{handle}/groups/{slug}", response={204: None}, auth=write)
def delete_group(request: HttpRequest, handle: str, slug: str) -> Status[None]:
    access, person = come_in(request, handle, "commons.change_groups")
    group_services.remove_group(_found_group(access, slug), person)
    return Status(204, None)


def _partner(row: Partnership) -> dict[str, Any]:
    organisation = row.organisation
    return {
        "organisation": organisation.actor.handle,
        "name": organisation.name,
        "website": organisation.website,
        "role": row.role,
    }


@router.get("/commons/{handle}/partners", response=list[PartnerOut], auth=anybody)
def list_partners(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    return [_partner(row) for row in queries.partners(enter(request, handle).commons)]


@router.post("/commons/{handle}/partners", response={201: PartnerOut}, auth=write)
def add_partner(request: HttpRequest, handle: str, given: PartnerIn) -> Status[dict[str, Any]]:
    """Names an organisation as partner. One that is new gets a page here, which you look after."""
    access, person = come_in(request, handle, "commons.change_partners")
    if isinstance(given.organisation, NewOrganisationIn):
        row = partner_services.add_new_partner(
            access.commons, person, role=given.role, **given.organisation.dict()
        )
        return Status(201, _partner(row))
    row = partner_services.add_partner(
        access.commons, _known_organisation(given.organisation), person, given.role
    )
    return Status(201, _partner(row))


def _known_organisation(handle: str) -> Organisation:
    rows = Organisation.objects.select_related("actor").filter(actor__gone__isnull=True)
    found = rows.filter(actor__handle=handle).first()
    if found is None:
        raise ValidationError({"organisation": _("There is no organisation here with that name.")})
    return found


@router.delete("/commons/{handle}/partners/{name}", response={204: None}, auth=write)
def delete_partner(request: HttpRequest, handle: str, name: str) -> Status[None]:
    access, person = come_in(request, handle, "commons.change_partners")
    rows = queries.partners(access.commons).select_related("commons__actor", "organisation__actor")
    row = rows.filter(organisation__actor__handle=name).first()
    if row is None:
        raise Http404
    partner_services.remove_partner(row, person)
    return Status(204, None)


@router.put("/commons/{handle}/partner-order", response=list[PartnerOut], auth=write)
def order_partners(request: HttpRequest, handle: str, given: OrderIn) -> list[dict[str, Any]]:
    """The order of the partners by handle; those not named follow as they stood."""
    access, person = come_in(request, handle, "commons.change_partners")
    partner_services.order_partners(access.commons, given.order, person)
    return [_partner(row) for row in queries.partners(access.commons)]
