"""What the page of a person or a commons says of those who follow from elsewhere."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gemeengoed.core.registry import ActorFact

from ..models import Follower, FollowState


def of(handle: str) -> Sequence[ActorFact]:
    rows = Follower.objects.filter(actor__handle=handle, state=FollowState.ACCEPTED)
    number = rows.filter(remote__gone__isnull=True).count()
    where = f"/@{handle}/follow/"
    return [
        ActorFact(_("Followers elsewhere"), str(number), where, _("Follow from another server"))
    ]
