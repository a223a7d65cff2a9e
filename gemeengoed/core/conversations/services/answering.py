"""What editors do with a conversation: answer, close, open again, set aside, say what it is about."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.notices.services import retract

from .. import mailing
from ..models import Conversation, ConversationState, Message

LONGEST = 20_000
"""Characters of one answer."""


def answer(conversation: Conversation, editor: Actor, words: str) -> Message:
    """Sends `words` to the person, threaded with what they wrote. Raises ValidationError (words)."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise ValidationError({"words": _("Write your answer.")})
    if len(words) > LONGEST:
        raise ValidationError({"words": _("This is too long for a mail: make it shorter.")})
    if not conversation.address:
        raise ValidationError(_("The address of this person was erased; no answer can be sent."))
    with transaction.atomic():
        last = conversation.messages.order_by("pk").last()
        message = Message.objects.create(
            conversation=conversation,
            author=editor,
            words=words,
            message_id=mailing.new_message_id(),
            answers=last.message_id if last else "",
        )
        mailing.send(conversation, message)
        _move(conversation, ConversationState.ANSWERED)
    return message


def close(conversation: Conversation) -> None:
    """Nothing needs to be answered (any more)."""
    _set(conversation, ConversationState.CLOSED)


def reopen(conversation: Conversation) -> None:
    _set(conversation, ConversationState.OPEN)


def set_aside(conversation: Conversation) -> None:
    """Unwanted mail: nobody is told of what comes after it, and it is erased after a while."""
    _set(conversation, ConversationState.SPAM)
    retract(conversation.get_absolute_url())


def tie(conversation: Conversation, about: str) -> None:
    """Says that it is about the object at `about` (a path below the commons, or empty)."""
    home = conversation.commons.get_absolute_url()
    if about and not about.startswith(home):
        raise ValidationError(
            {
                "about": _("Give an address in this commons, such as %(home)squestions/…")
                % {"home": home}
            }
        )
    if conversation.published:
        raise ValidationError({"about": _("Take the publication of this exchange back first.")})
    Conversation.objects.filter(pk=conversation.pk).update(about=about[:500])
    conversation.about = about[:500]


def _set(conversation: Conversation, state: ConversationState) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state=state)
    conversation.state = state


def _move(conversation: Conversation, state: ConversationState) -> None:
    _set(conversation, state)
    Conversation.objects.filter(pk=conversation.pk).update(moved=timezone.now())
