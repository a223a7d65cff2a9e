"""What an actor here wants of other servers: who may follow, how answers come to stand, where it is known."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import touch
from gemeengoed.core.jobs import wake
from gemeengoed.core.log import services as log

from .. import addresses
from ..models import FederationSettings, FollowPolicy, ReplyPolicy
from ..outgoing import ourselves
from . import looking_up

MOST_KNOWN = 10
_CHOICES = {"followers": FollowPolicy, "replies": ReplyPolicy}


def of(actor: Actor) -> FederationSettings:
    return FederationSettings.objects.filter(actor=actor).first() or FederationSettings(actor=actor)


def resolved(typed: Sequence[str]) -> list[str]:
    """The ids of who is meant. Asks other servers, so outside a transaction. Raises ValidationError."""
    lines = [line.strip() for line in typed if line.strip()]
    if len(lines) > MOST_KNOWN:
        raise ValidationError(
            {"also_known_as": _("At most %(most)s addresses.") % {"most": MOST_KNOWN}}
        )
    try:
        return list(dict.fromkeys(looking_up.actor_id(line) for line in lines))
    except ValidationError as error:
        raise ValidationError({"also_known_as": error.messages}) from error


def change(actor: Actor, by: Actor, **values: Any) -> FederationSettings:
    """Sets any of followers, replies, also_known_as (ids); of a commons the public log tells what changed.
    Raises ValidationError."""
    for name, choices in _CHOICES.items():
        if name in values and values[name] not in choices.values:
            raise ValidationError({name: _("Choose one of the answers.")})
    with transaction.atomic():
        FederationSettings.objects.get_or_create(actor=actor)
        found = FederationSettings.objects.select_for_update().get(actor=actor)
        before = {name: getattr(found, name) for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if not changed:
            return found
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed))
        if actor.kind == ActorKind.COMMONS:
            _log(actor, by, before, changed)
        touch(actor)
        wake(ourselves.tell, actor.pk)
    return found


def _log(actor: Actor, by: Actor, before: dict[str, Any], changed: dict[str, Any]) -> None:
    details = {
        f"federation_{name}": {"from": before[name], "to": value} for name, value in changed.items()
    }
    log.append(actor, "federation.changed", by, object=actor.get_absolute_url(), details=details)


def address(actor: Actor) -> str:
    """As people on other servers type it."""
    host = addresses.host_of(addresses.absolute("/"))
    return f"@{actor.handle}@{host}"
