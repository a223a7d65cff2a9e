"""What federation hands to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Queue, Role, Scheduled

from .outgoing import consuming, spreading
from .steering import checks, figures, log_sentences, queries, tidying

FEDERATION = Capability(
    slug="federation",
    name=_("Other servers"),
    built_in=True,
    api="gemeengoed.core.federation.steering.api.router",
    permissions={
        "federation.see": Role.OPERATOR,
        "federation.measure": Role.OPERATOR,
        "federation.moderate": Role.OPERATOR,
    },
    consumers=(consuming.consume,),
    scheduled=(
        Scheduled(
            "federation-spread", 1, spreading.spread, _("Preparing what goes to other servers")
        ),
        Scheduled("federation-fill", 60, consuming.fill, _("Filling outboxes")),
        Scheduled("federation-tidy", 60 * 24, tidying.tidy, _("Erasing old counts")),
    ),
    queues=(
        Queue("federation-unverified", _("From other servers, unproven"), queries.inbox_unverified),
        Queue("federation-in", _("From other servers, to process"), queries.inbox_verified),
        Queue("federation-spread", _("News to prepare for other servers"), queries.spreading),
        Queue("federation-out", _("To other servers, due"), queries.deliveries),
        Queue("federation-delayed", _("To servers that failed, later"), queries.delayed),
    ),
    figures=(figures.figures,),
    checks=checks.CHECKS,
    log_sentences=log_sentences.SENTENCES,
    log_details=log_sentences.DETAILS,
)
