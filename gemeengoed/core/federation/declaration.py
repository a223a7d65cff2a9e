"""What federation hands to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Scheduled

from .incoming import processing
from .outgoing import consuming, spreading

FEDERATION = Capability(
    slug="federation",
    name=_("Other servers"),
    built_in=True,
    consumers=(consuming.consume,),
    scheduled=(
        Scheduled(
            "federation-spread", 1, spreading.spread, _("Preparing what goes to other servers")
        ),
        Scheduled("federation-process", 1, processing.process, _("Taking in what others say")),
        Scheduled("federation-sweep", 60, processing.sweep, _("Forgetting what was taken in")),
        Scheduled("federation-fill", 60, consuming.fill, _("Filling outboxes")),
    ),
)
