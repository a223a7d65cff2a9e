"""Moving to another server, with those who follow (FEP-7628; Mastodon's Move).

Whoever they become must say that they are the same (`alsoKnownAs`); a job asks, since it may take long.
"""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import touch
from gemeengoed.core.fetching import FetchError
from gemeengoed.core.jobs import ending, job, wake
from gemeengoed.core.log import services as log

from .. import addresses
from ..models import FederationSettings
from ..outgoing import naming, ourselves, saying
from ..remote import actors
from ..remote.asking import RemoteError

logger = logging.getLogger(__name__)
NOT_NAMED, UNREACHABLE = "not-named", "unreachable"


def ask(actor: Actor, by: Actor, to: str) -> None:
    """`to` is the id of who they become. Raises ValidationError."""
    if not addresses.host_of(to) or addresses.is_here(to):
        raise ValidationError({"to": _("That is no address on another server.")})
    with transaction.atomic():
        FederationSettings.objects.get_or_create(actor=actor)
        found = FederationSettings.objects.select_for_update().get(actor=actor)
        if found.moved_to:
            raise ValidationError(_("This has moved already."))
        found.moving_to, found.moving_by, found.moving_error = to, by, ""
        found.save(update_fields=["moving_to", "moving_by", "moving_error"])
        wake(move, actor.pk)


def sweep() -> None:
    """Each minute: what a lost wake-up left."""
    waiting = FederationSettings.objects.exclude(moving_to="").filter(moving_error="")
    for pk in list(waiting.values_list("actor_id", flat=True)[:100]):
        if not ending.is_set():
            move(pk)


@job
def move(actor_id: int) -> None:
    """Asks who they become, and tells the followers. Run twice it does nothing."""
    waiting = FederationSettings.objects.exclude(moving_to="").filter(moving_error="")
    found = waiting.select_related("actor").filter(actor_id=actor_id).first()
    if found is None:
        return
    error = _error(found)
    if not error:
        _moved(found)
        return
    still = FederationSettings.objects.filter(pk=found.pk, moving_to=found.moving_to)
    still.update(moving_error=error)


def _error(found: FederationSettings) -> str:
    """Why it cannot be; empty when it can."""
    try:
        target = actors.fetch(found.moving_to)
    except (FetchError, RemoteError) as error:
        logger.info("a move to %s was not checked: %s", found.moving_to, error)
        return UNREACHABLE
    ours = addresses.actor(found.actor.handle)
    return "" if ours in target.also_known_as and target.gone is None else NOT_NAMED


def _moved(found: FederationSettings) -> None:
    with transaction.atomic():
        locked = FederationSettings.objects.select_for_update(of=("self",))
        current = locked.select_related("actor", "moving_by").get(pk=found.pk)
        if current.moving_to != found.moving_to or current.moved_to:
            return
        actor, by = current.actor, current.moving_by
        current.moved_to, current.moved = current.moving_to, timezone.now()
        current.moving_to, current.moving_by = "", None
        current.save(update_fields=["moved_to", "moved", "moving_to", "moving_by"])
        saying.say(actor, _move(actor, current.moved_to), to_followers=True)
        if actor.kind == ActorKind.COMMONS:
            log.append(
                actor,
                "federation.moved",
                by,
                object=actor.get_absolute_url(),
                details={"federation_moved_to": current.moved_to},
            )
        touch(actor)
        wake(ourselves.tell, actor.pk)


def _move(actor: Actor, to: str) -> dict[str, Any]:
    uri = addresses.actor(actor.handle)
    return {
        "id": naming.once(actor.handle, "Move"),
        "type": "Move",
        "actor": uri,
        "object": uri,
        "target": to,
        "published": timezone.now().isoformat(),
        "to": [addresses.followers(actor.handle)],
    }
