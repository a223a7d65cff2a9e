"""What somebody decides about who follows them, or a steward about who follows a commons."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor

from ..models import Follower, FollowState
from . import answering

ACTS = {"accept": answering.accept, "refuse": answering.refuse}
MOST_AT_ONCE = 500


def listed(actor: Actor, state: str) -> QuerySet[Follower]:
    """The newest first."""
    rows = Follower.objects.filter(actor=actor, state=state, remote__gone__isnull=True)
    return rows.select_related("remote").order_by("-pk")


def counts(actor: Actor) -> dict[str, int]:
    """By state."""
    rows = Follower.objects.filter(actor=actor, remote__gone__isnull=True).values_list("state")
    return dict(rows.annotate(Count("pk")))


def decide(actor: Actor, pk: int, verb: str) -> Follower:
    """'accept' or 'refuse'; the latter also of who follows. Raises ValidationError when they are gone."""
    with transaction.atomic():
        rows = Follower.objects.select_for_update(of=("self",)).select_related("actor", "remote")
        follower = rows.filter(actor=actor, pk=pk).first()
        if follower is None:
            raise ValidationError(_("They do not follow any more; look again."))
        ACTS[verb](follower)
    return follower


def decide_all(actor: Actor, verb: str) -> int:
    """About all who wait, at most `MOST_AT_ONCE`; how many."""
    with transaction.atomic():
        rows = Follower.objects.select_for_update(of=("self",)).select_related("actor", "remote")
        waiting = list(rows.filter(actor=actor, state=FollowState.ASKED)[:MOST_AT_ONCE])
        for follower in waiting:
            ACTS[verb](follower)
    return len(waiting)
