"""Organisations: making one, what it tells of itself, and who belongs to it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import (
    create_actor,
    instance_actor,
    rename,
    touch,
    touch_everywhere,
)
from gemeengoed.core.log.services import append
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.text import markdown

from ..models import Affiliation, Organisation, Person
from . import letters
from .telling import tell_changed

Words = dict[str, str]


def create_organisation(
    handle: str,
    name: str,
    by: Person,
    *,
    description: Words | None = None,
    website: str = "",
    belongs: bool = False,
) -> Organisation:
    """Makes an organisation. Raises ValidationError: 'handle', 'name', 'description', 'website'.

    `by` may manage it; with `belongs` they also belong to it and may speak on its behalf. Does not ask
    who may: the caller does, with `permissions.may_make_organisation`.
    """
    values = _checked(description or {}, website)
    with transaction.atomic():
        organisation = Organisation.objects.create(actor=_take_handle(handle, name), **values)
        Affiliation.objects.create(
            organisation=organisation,
            person=by,
            may_manage=True,
            may_speak=belongs,
            confirmed=timezone.now() if belongs else None,
        )
        _log("organisation.created", organisation, by)
    return organisation


def _take_handle(handle: str, name: str) -> Actor:
    named = " ".join(name.split())[:120]
    if not named:
        raise ValidationError({"name": _("Fill in the name of the organisation.")})
    try:
        return create_actor(handle, ActorKind.ORGANISATION, named)
    except ValidationError as error:
        raise ValidationError({"handle": list(error.error_list)}) from error


def _checked(description: Words, website: str) -> dict[str, Any]:
    told = {code: text.replace("\r\n", "\n").strip() for code, text in description.items()}
    try:
        for text in told.values():
            markdown.check(text)
    except ValidationError as error:
        raise ValidationError({"description": error.messages}) from error
    return {
        "description": {code: text for code, text in told.items() if text},
        "website": _website(website.strip()),
    }


def _website(address: str) -> str:
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise ValidationError(
                {"website": _("Write the whole address, such as https://example.org/.")}
            ) from error
    return address


def _log(act: str, organisation: Organisation, by: Person) -> None:
    append(
        instance_actor(),
        act,
        by.actor,
        object=organisation.get_absolute_url(),
        details={"name": organisation.actor.name},
    )
    tell_changed(organisation.actor)


def change_organisation(
    organisation: Organisation, by: Person, *, name: str, description: Words, website: str
) -> Organisation:
    """Raises ValidationError by field, PermissionDenied for who may not manage it."""
    require_manager(organisation, by)
    values = _checked(description, website)
    named = " ".join(name.split())[:120]
    if not named:
        raise ValidationError({"name": _("Fill in the name of the organisation.")})
    with transaction.atomic():
        for field, value in values.items():
            setattr(organisation, field, value)
        organisation.save(update_fields=list(values))
        rename(organisation.actor, named)
        touch_everywhere(organisation.actor)
        _log("organisation.changed", organisation, by)
    return organisation


def set_logo(
    organisation: Organisation, by: Person, logo: MediaFile | None, logo_alt: str
) -> Organisation:
    """A new logo (None keeps the present one) and its words. ValidationError: 'logo_alt'."""
    require_manager(organisation, by)
    words = logo_alt.strip()
    if (logo is not None or organisation.logo_id) and not words:
        raise ValidationError(
            {"logo_alt": _("Tell in words what the logo shows, often just the name.")}
        )
    with transaction.atomic():
        organisation = _locked(organisation)
        organisation.logo = logo or organisation.logo
        organisation.logo_alt = words
        organisation.save(update_fields=["logo", "logo_alt"])
        touch_everywhere(organisation.actor)
    return organisation


def _locked(organisation: Organisation) -> Organisation:
    """The row as it is now, locked until the end of the transaction."""
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("actor")
    return rows.get(pk=organisation.pk)


def require_manager(organisation: Organisation, person: Person) -> None:
    """Raises PermissionDenied unless `person` manages it or runs the server."""
    if not may_manage(organisation, person):
        raise PermissionDenied(_("Only who looks after this organisation can change it."))


def may_manage(organisation: Organisation, person: Person | None) -> bool:
    if person is None or not person.is_active:
        return False
    managers = Affiliation.objects.filter(organisation=organisation, may_manage=True)
    return person.is_steward or managers.filter(person=person).exists()


def ask_person(
    organisation: Organisation,
    person: Person,
    by: Person,
    *,
    position: str = "",
    may_speak: bool = False,
    manages: bool = False,
) -> Affiliation:
    """Says that `person` belongs here. It counts, and shows, once they confirm it themselves."""
    require_manager(organisation, by)
    with transaction.atomic():
        rows = Affiliation.objects.select_for_update()  # they may confirm it at this moment
        row, new = rows.get_or_create(organisation=organisation, person=person)
        row.position, row.may_speak, row.may_manage = position.strip()[:120], may_speak, manages
        if person == by:
            row.confirmed = row.confirmed or timezone.now()
        row.save()
        touch(organisation.actor)
        if new and person != by:
            letters.affiliation_asked(person, organisation, by)
    return row


def confirm(affiliation: Affiliation, by: Person) -> None:
    """Only the person concerned can. PermissionDenied otherwise."""
    if affiliation.person_id != by.pk:
        raise PermissionDenied(_("Only the person concerned can confirm this."))
    with transaction.atomic():
        Affiliation.objects.filter(pk=affiliation.pk).update(confirmed=timezone.now())
        touch(affiliation.organisation.actor)
        touch(by.actor)


def end_affiliation(affiliation: Affiliation, by: Person) -> None:
    """The person concerned, a manager or an operator can. PermissionDenied otherwise."""
    if affiliation.person_id != by.pk:
        require_manager(affiliation.organisation, by)
    with transaction.atomic():
        touch(affiliation.organisation.actor)
        touch(affiliation.person.actor)
        affiliation.delete()
