"""What federation holds of people here: who follows them, where else they are known, what they said."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.registry import PersonalData

from . import addresses
from .models import FederationSettings, Follower, Following, OutgoingActivity
from .outgoing import saying


def _held(person_id: int) -> Iterable[dict[str, Any]]:
    own = FederationSettings.objects.filter(actor__person__pk=person_id)
    yield from (dict(row) for row in own.values("followers", "also_known_as", "moved_to"))
    follows = Follower.objects.filter(actor__person__pk=person_id)
    yield from (dict(row) for row in follows.values("remote__uri", "state", "created"))


@transaction.atomic
def _erase(person_id: int) -> None:
    """Other servers are asked to forget them as well. Followers and the key go once those were told
    (`outgoing.sweeping`)."""
    actor = Actor.objects.get(person__pk=person_id)
    FederationSettings.objects.filter(actor=actor).delete()
    Following.objects.filter(actor=actor).delete()
    OutgoingActivity.objects.filter(actor=actor).exclude(type="Delete").delete()
    uri = addresses.actor(actor.handle)
    farewell = {
        "id": addresses.activity(actor.handle, "farewell"),
        "type": "Delete",
        "actor": uri,
        "object": uri,
        "published": timezone.now().isoformat(),
        "to": [addresses.PUBLIC],
    }
    saying.say(actor, farewell, to_followers=True)


HELD = [
    PersonalData(
        what=_("Who follows you from other servers, and where else you are known"),
        why=_("So that what you publish reaches who follows you."),
        ground=_("Consent: you choose who may follow (GDPR art. 6.1.a)"),
        how_long=_("Until you leave; the servers of who follows you are asked to forget you."),
        export=_held,
        erase=_erase,
    ),
]
