"""Organisations that are tied to a commons, in the order in which the programme shows them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons, PartnerRole, Partnership
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.people.services import create_organisation, tell_changed
from gemeengoed.core.people.services.organisations import require_manager

from . import letters
from .lock import locked
from .words import Words


def add_partner(
    commons: Commons, organisation: Organisation, by: Person, role: str = PartnerRole.PARTNER
) -> Partnership:
    """Ties an organisation to the commons, last in order. Raises ValidationError (twice, role)."""
    if role not in PartnerRole.values:
        raise ValidationError({"role": _("Choose initiator or partner.")})
    with transaction.atomic():
        commons = locked(commons)
        present = Partnership.objects.filter(commons=commons)
        if present.filter(organisation=organisation).exists():
            raise ValidationError(
                {"organisation": _("This organisation is a partner already.")}, code="twice"
            )
        last = present.aggregate(last=Max("position"))["last"]
        partnership = Partnership.objects.create(
            commons=commons,
            organisation=organisation,
            role=role,
            position=0 if last is None else last + 1,
        )
        _log(commons, by, "partner.added", organisation)
        letters.partner_named(commons, organisation, by)
    return partnership


@transaction.atomic
def add_new_partner(
    commons: Commons,
    by: Person,
    *,
    handle: str,
    name: str,
    description: Words,
    website: str,
    role: str = PartnerRole.PARTNER,
) -> Partnership:
    """The same for an organisation that is new here; `create_organisation` says what it raises."""
    commons = locked(commons)  # before the row of the server, as everywhere
    organisation = create_organisation(handle, name, by, description=description, website=website)
    return add_partner(commons, organisation, by, role)


def _log(commons: Commons, by: Person, act: str, organisation: Organisation) -> None:
    append(
        commons.actor,
        act,
        by.actor,
        object=organisation.get_absolute_url(),
        details={"name": organisation.name},
    )
    tell_changed(organisation.actor)


@transaction.atomic
def remove_partner(partnership: Partnership, by: Person) -> None:
    """The organisation itself stays."""
    commons = locked(partnership.commons)
    _log(commons, by, "partner.removed", partnership.organisation)
    partnership.delete()


@transaction.atomic
def take_back(partnership: Partnership, by: Person) -> None:
    """The organisation is no partner, says who looks after it. Raises PermissionDenied for others."""
    require_manager(partnership.organisation, by)
    commons = locked(partnership.commons)
    _log(commons, by, "partner.took_back", partnership.organisation)
    partnership.delete()


@transaction.atomic
def order_partners(commons: Commons, handles: Sequence[str], by: Person) -> None:
    """The order of the partners by handle; those not named follow as they stood."""
    commons = locked(commons)
    place = {handle: number for number, handle in enumerate(handles)}
    present = list(
        Partnership.objects.filter(commons=commons).select_related("organisation__actor")
    )
    present.sort(
        key=lambda one: place.get(one.organisation.actor.handle, len(place) + one.position)
    )
    for number, partnership in enumerate(present):
        partnership.position = number
    Partnership.objects.bulk_update(present, ["position"])
    order = [partnership.organisation.actor.handle for partnership in present]
    append(commons.actor, "partner.ordered", by.actor, details={"order": order})
