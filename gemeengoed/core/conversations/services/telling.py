"""Telling the editors of a commons that somebody wrote."""

from gemeengoed.core.database.once import once
from gemeengoed.core.notices.services import tell

from .. import queries
from ..models import Message


def tell_editors(message: Message) -> None:
    """Inside the transaction that keeps `message`."""
    conversation = message.conversation
    tell(
        once(queries.editors, conversation.commons),
        "conversations.message",
        conversation.get_absolute_url(),
        actor=None,
        title=conversation.subject,
        words=message.words,
        thing=message.get_absolute_url(),
    )
