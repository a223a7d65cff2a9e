"""Beginning a commons, and who may."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.activity.services import record
from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor, instance_actor
from gemeengoed.core.commons.models import Commons, Joining, Making, MemberRole, Membership
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import tell_changed
from gemeengoed.core.text import licences

from .words import Words, required, tidy_markdown


def main_name(names: Words, language: str) -> str:
    """The name in the commons' own language, else the first that was given."""
    return names.get(language) or next(iter(names.values()))


def known_capabilities(slugs: list[str] | None) -> list[str]:
    """`slugs` in the order of what is installed; all when None. ValidationError on others."""
    installed = [capability.slug for capability in registry.optional()]
    if slugs is None:
        return installed
    strange = sorted(set(slugs) - set(installed))
    if strange:
        raise ValidationError(
            {"capabilities": _("This server has no section “%(slug)s”.") % {"slug": strange[0]}}
        )
    return [slug for slug in installed if slug in slugs]


def known_licence(expression: str) -> str:
    """The SPDX expression as it should be written. Raises ValidationError under 'licence'."""
    try:
        return licences.validate(expression)
    except ValidationError as error:
        raise ValidationError({"licence": error.messages}) from error


def known_joining(joining: str) -> str:
    if joining not in Joining.values:
        raise ValidationError({"joining": _("Choose one of the three ways of joining.")})
    return joining


def known_language(language: str) -> str:
    if not language or len(language) > 20 or not language.replace("-", "").isalnum():
        raise ValidationError({"language": _("Give the language as a code, such as nl or en.")})
    return language


def create_commons(
    handle: str,
    names: Words,
    steward: Person,
    *,
    purpose: Words | None = None,
    language: str = "nl",
    licence: str = "CC-BY-SA-4.0",
    joining: str = "application",
    capabilities: list[str] | None = None,
) -> Commons:
    """Makes a commons with its first steward; every section is on when `capabilities` is None.

    Raises ValidationError (handle, name, licence, way of joining, section). Does not ask who may:
    the caller does, with `permissions.may_create_commons`.
    """
    named = required(names, "names")
    values = {
        "names": named,
        "purpose": tidy_markdown(purpose, "purpose"),
        "language": known_language(language),
        "licence": known_licence(licence),
        "joining": known_joining(joining),
        "capabilities": known_capabilities(capabilities),
    }
    with transaction.atomic():
        actor = _take_handle(handle, main_name(named, language))
        commons = Commons.objects.create(actor=actor, **values)
        Membership.objects.create(commons=commons, person=steward, role=MemberRole.STEWARD)
        _tell(commons, steward)
    return commons


def _take_handle(handle: str, name: str) -> Actor:
    try:
        return create_actor(handle, ActorKind.COMMONS, name[:120])
    except ValidationError as error:
        raise ValidationError({"handle": error.messages}) from error


def _tell(commons: Commons, steward: Person) -> None:
    append(commons.actor, "commons.created", steward.actor, object=commons.get_absolute_url())
    record(
        steward.actor,
        "created",
        commons.get_absolute_url(),
        object_type="commons",
        commons=commons.actor,
        title=commons.actor.name,
    )
    tell_changed(steward.actor)


@transaction.atomic
def rule_making(operators_only: bool, by: Person) -> None:
    """Decides whether only operators may make a commons here."""
    Making.objects.update_or_create(pk=1, defaults={"operators_only": operators_only})
    append(
        instance_actor(),
        "commons.making_ruled",
        by.actor,
        details={"operators_only": operators_only},
    )
