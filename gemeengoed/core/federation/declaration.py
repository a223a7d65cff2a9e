"""What federation hands to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Scheduled

from .outgoing import consuming, delivering, spreading, sweeping

FEDERATION = Capability(
    slug="federation",
    name=_("Other servers"),
    built_in=True,
    consumers=(consuming.consume,),
    scheduled=(
        Scheduled(
            "federation-spread", 1, spreading.spread, _("Preparing what goes to other servers")
        ),
        Scheduled("federation-deliver", 1, delivering.look, _("Delivering to other servers")),
        Scheduled(
            "federation-sweep", 24 * 60, sweeping.sweep, _("Erasing what was delivered a week ago")
        ),
        Scheduled("federation-fill", 60, consuming.fill, _("Filling outboxes")),
    ),
)
