"""What goes beyond one commons: who may make one, and stepping out as a partner."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import require_person
from gemeengoed.core.commons.models import Making, Partnership
from gemeengoed.core.commons.permissions import may
from gemeengoed.core.commons.queries.partnerships import named
from gemeengoed.core.commons.services.making import rule_making
from gemeengoed.core.commons.services.partners import take_back
from gemeengoed.core.people.api_auth import anybody, read, write

router = Router(tags=["server"])
LARGEST = 2**63 - 1


class MakingRule(Schema):
    """Whether only operators make a commons; else everybody with an account does."""

    operators_only: bool


class PartnershipOut(Schema):
    """Where an organisation is named as partner; both by handle."""

    id: int
    organisation: str
    commons: str
    role: str


def _partnership(row: Partnership) -> dict[str, Any]:
    return {
        "id": row.pk,
        "organisation": row.organisation.actor.handle,
        "commons": row.commons.handle,
        "role": row.role,
    }


@router.get("/making-rule", response=MakingRule, auth=anybody)
def read_making_rule(request: HttpRequest) -> dict[str, bool]:
    """Who may make a commons on this server."""
    return {"operators_only": Making.objects.filter(operators_only=True).exists()}


@router.put("/making-rule", response=MakingRule, auth=write)
def set_making_rule(request: HttpRequest, given: MakingRule) -> MakingRule:
    """Decides who may make a commons on this server. For operators."""
    person = require_person(request)
    if not may(person, "commons.rule_making"):
        raise PermissionDenied(_("Only an operator of this server decides this."))
    rule_making(given.operators_only, person)
    return given


@router.get("/me/partnerships", response=list[PartnershipOut], auth=read)
def my_partnerships(request: HttpRequest) -> list[dict[str, Any]]:
    """Where the organisations that you look after are named as partner."""
    return [_partnership(row) for row in named(require_person(request))]


@router.delete("/me/partnerships/{number}", response={204: None}, auth=write)
def end_partnership(request: HttpRequest, number: int) -> Status[None]:
    """The organisation is no partner any more. For who looks after it."""
    person = require_person(request)
    take_back(get_object_or_404(named(person), pk=min(max(number, 0), LARGEST)), person)
    return Status(204, None)
