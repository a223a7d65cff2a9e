"""What federation hands to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Queue, Role, Scheduled

from . import personal_data
from .followers import facts, moving
from .incoming import processing, verifying
from .models import FollowPolicy, ReplyPolicy
from .outgoing import consuming, delivering, ourselves, spreading, sweeping
from .remote import pictures
from .steering import checks, figures, log_sentences, queries, tidying

PERMISSIONS = {
    "federation.followers": Role.STEWARD,
    "federation.move": Role.STEWARD,
    "federation.preferences": Role.STEWARD,
}
OF_OPERATORS = {
    "federation.see": Role.OPERATOR,
    "federation.measure": Role.OPERATOR,
    "federation.moderate": Role.OPERATOR,
}
LOG_SENTENCES = {
    "federation.changed": _("%(actor)s changed what %(object)s wants of other servers"),
    "federation.moved": _("%(actor)s moved %(object)s to %(federation_moved_to)s"),
    **log_sentences.SENTENCES,
}
LOG_DETAILS = {
    "federation_followers": _("Who may follow from another server?"),
    **{f"federation_followers:{value}": label for value, label in FollowPolicy.choices},
    "federation_replies": _("When do answers from other servers appear?"),
    **{f"federation_replies:{value}": label for value, label in ReplyPolicy.choices},
    "federation_also_known_as": _("Also known as"),
    **log_sentences.DETAILS,
}
QUEUES = (
    Queue("federation-unverified", _("From other servers, unproven"), queries.inbox_unverified),
    Queue("federation-in", _("From other servers, to process"), queries.inbox_verified),
    Queue("federation-spread", _("News to prepare for other servers"), queries.spreading),
    Queue("federation-out", _("To other servers, due"), queries.deliveries),
    Queue("federation-delayed", _("To servers that failed, later"), queries.delayed),
)

FEDERATION = Capability(
    slug="federation",
    name=_("Other servers"),
    built_in=True,
    api="gemeengoed.core.federation.api.router",
    permissions=PERMISSIONS | OF_OPERATORS,
    actor_facts=facts.of,
    log_sentences=LOG_SENTENCES,
    log_details=LOG_DETAILS,
    consumers=(consuming.consume, ourselves.consume),
    scheduled=(
        Scheduled(
            "federation-spread", 1, spreading.spread, _("Preparing what goes to other servers")
        ),
        Scheduled("federation-process", 1, processing.process, _("Taking in what others say")),
        Scheduled("federation-move", 1, moving.sweep, _("Moving to other servers")),
        Scheduled("federation-sweep", 60, processing.sweep, _("Forgetting what was taken in")),
        Scheduled("federation-verify", 1, verifying.look, _("Verifying what other servers said")),
        Scheduled(
            "federation-pictures",
            24 * 60,
            pictures.sweep,
            _("Clearing away copies of pictures on other servers"),
        ),
        Scheduled("federation-deliver", 1, delivering.look, _("Delivering to other servers")),
        Scheduled(
            "federation-sweep-out",
            24 * 60,
            sweeping.sweep,
            _("Erasing what was delivered a week ago"),
        ),
        Scheduled("federation-fill", 60, consuming.fill, _("Filling outboxes")),
        Scheduled(
            "federation-profiles", 60, ourselves.sweep, _("Telling followers of changed profiles")
        ),
        Scheduled("federation-tidy", 60 * 24, tidying.tidy, _("Erasing old counts")),
    ),
    queues=QUEUES,
    figures=(figures.figures,),
    checks=checks.CHECKS,
    personal_data=personal_data.HELD,
)
