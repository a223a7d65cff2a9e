"""What editors answer to people on other servers, in the name of the commons."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.federation.models import RemoteObject
from gemeengoed.core.federation.outgoing import consuming, saying
from gemeengoed.core.federation.steering import blocking

from .. import notes, queries
from ..models import Conversation, ConversationState, Message


@transaction.atomic
def reply(
    conversation: Conversation,
    editor: Actor,
    words: str,
    *,
    seen: int | None = None,
    to: int | None = None,
) -> Message:
    """Answers message number `to` (pk) of `conversation`, the last that can be answered when None: to
    everybody when that was said to everybody, else to its author only. Raises ValidationError."""
    parent = _answered(conversation, to)
    thing = parent.remote if parent else None
    if parent is None or thing is None:
        raise ValidationError(
            _("Who wrote this cannot be reached any more; no answer can be sent.")
        )
    state = ConversationState.ANSWERED
    if seen is not None and queries.came_after(conversation, seen):
        state = ConversationState.OPEN
    # First the row of the conversation, so that its messages are committed in the order of their numbers.
    Conversation.objects.filter(pk=conversation.pk).update(state=state, moved=timezone.now())
    conversation.state = state
    message = Message.objects.create(
        conversation=conversation, author=editor, words=words, parent=parent
    )
    _say(message, thing)
    touch(conversation.commons.actor)
    return message


def _answered(conversation: Conversation, to: int | None) -> Message | None:
    rows = queries.answerable(conversation)
    found = [one for one in rows if to is None or one.pk == to]
    return found[-1] if found else None


def _say(message: Message, thing: RemoteObject) -> None:
    inboxes = [saying.to(thing.author)]
    if thing.public:
        consuming.tell(notes.path(message), notes.OBJECT_TYPE, inboxes)
        return
    saying.say(message.conversation.commons.actor, notes.created(message, thing), inboxes=inboxes)


def remove(message: Message) -> None:
    """Inside the transaction that withholds it: there too where it arrived."""
    thing = message.parent.remote if message.parent else None
    if thing is None:
        return
    is_heard = not blocking.is_suspended(thing.author)
    inboxes = [saying.to(thing.author)] if is_heard else []
    if thing.public:
        consuming.tell(notes.path(message), notes.OBJECT_TYPE, inboxes)
    else:
        actor = message.conversation.commons.actor
        saying.say(actor, notes.deleted(message, thing), inboxes=inboxes)
    touch(message.conversation.commons.actor)
