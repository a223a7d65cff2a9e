"""What federation hands to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Scheduled

from .incoming import verifying
from .outgoing import consuming, spreading
from .remote import pictures

FEDERATION = Capability(
    slug="federation",
    name=_("Other servers"),
    built_in=True,
    consumers=(consuming.consume,),
    scheduled=(
        Scheduled(
            "federation-spread", 1, spreading.spread, _("Preparing what goes to other servers")
        ),
        Scheduled("federation-verify", 1, verifying.look, _("Verifying what other servers said")),
        Scheduled(
            "federation-pictures",
            24 * 60,
            pictures.sweep,
            _("Clearing away copies of pictures on other servers"),
        ),
        Scheduled("federation-fill", 60, consuming.fill, _("Filling outboxes")),
    ),
)
