"""An answer, or the question whether it may be published, that did not reach the person."""

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.notices.services import retract, tell

from .. import queries
from ..mailing import REFERENCE
from ..models import Conversation, ConversationState


def came_back(reference: str, kind: str, why: str) -> None:
    """`reference` is that of a conversation (`mailing.REFERENCE`); all others are not ours. `kind` is
    'bounced', 'soft-bounced' or 'complained'; whatever came back was not read. Once until they are answered
    anew. `why` is not kept: servers write the address in it."""
    number = reference.removeprefix(REFERENCE)
    if not reference.startswith(REFERENCE) or not number.isdecimal() or kind == "complained":
        return
    rows = Conversation.objects.filter(pk=number, came_back__isnull=True).exclude(
        state=ConversationState.SPAM
    )
    with transaction.atomic():
        if rows.exclude(address="").update(state=ConversationState.OPEN, came_back=timezone.now()):
            _tell(Conversation.objects.select_related("commons__actor").get(pk=number))


def _tell(conversation: Conversation) -> None:
    tell(
        queries.editors(conversation.commons),
        "conversations.came_back",
        conversation.get_absolute_url(),
        actor=None,
        title=conversation.subject,
    )


def forget(conversation: Conversation) -> None:
    """They wrote, or are answered anew: what came back before says nothing any more."""
    if Conversation.objects.filter(pk=conversation.pk, came_back__isnull=False).update(
        came_back=None
    ):
        retract(conversation.get_absolute_url())
