"""What editors do with a conversation: answer, close, open again, set aside, say what it is about."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.mail import outgoing
from gemeengoed.core.notices.services import retract
from gemeengoed.core.text import typed

from .. import mailing, queries
from ..models import Consent, Conversation, ConversationState, Message
from . import coming_back, replying, showing

LONGEST = 20_000
"""Characters of one answer."""
LONGEST_ADDRESS = 500


def answer(
    conversation: Conversation,
    editor: Actor,
    words: str,
    seen: int | None = None,
    to: int | None = None,
) -> Message:
    """Sends `words` to the person, threaded with what they wrote. Raises ValidationError (words). `to` is the
    message that it answers, where several people take part (`replying.reply`).

    `seen` is the number (pk) of the last message that the editor saw, None for all of them: what came in
    after it still waits for an answer, so the conversation stays open."""
    words = _checked(words)
    if conversation.correspondent_id is not None:
        return replying.reply(conversation, editor, words, seen=seen, to=to)
    if not conversation.address:
        raise ValidationError(_erased())
    last = conversation.messages.order_by("pk").last()
    message = Message(
        conversation=conversation,
        author=editor,
        words=words,
        message_id=mailing.new_message_id(),
        answers=last.message_id if last else "",
    )
    mail = mailing.answer(conversation, message)
    with transaction.atomic():
        # First the row of the conversation, so that its messages are committed in the order of their numbers.
        there = Conversation.objects.filter(pk=conversation.pk, address=conversation.address)
        if not there.update(state=ConversationState.ANSWERED, moved=timezone.now()):
            raise ValidationError(_erased())
        conversation.state = ConversationState.ANSWERED
        if seen is not None and queries.came_after(conversation, seen):
            _set(conversation, ConversationState.OPEN)
        coming_back.forget(conversation)
        message.save()
        outgoing.keep([mail])
    return message


def keep_given(conversation: Conversation, editor: Actor, words: str, given: datetime) -> Message:
    """Keeps an answer that the person got at that moment already, in another way: no mail goes. Raises
    ValidationError (words)."""
    words = _checked(words)
    with transaction.atomic():
        _set(conversation, ConversationState.ANSWERED)
        return Message.objects.create(
            conversation=conversation,
            author=editor,
            words=words,
            message_id=mailing.new_message_id(),
            created=given,
        )


def _checked(words: str) -> str:
    words = typed.lines(words)
    if not words:
        raise ValidationError({"words": _("Write your answer.")})
    if len(words) > LONGEST:
        raise ValidationError({"words": _("This is too long for a mail: make it shorter.")})
    return words


def _erased() -> str:
    return _("The address of this person was erased; no answer can be sent.")


def close(conversation: Conversation) -> None:
    """Nothing needs to be answered (any more)."""
    _set(conversation, ConversationState.CLOSED)


def reopen(conversation: Conversation) -> None:
    _set(conversation, ConversationState.OPEN)


def set_aside(conversation: Conversation) -> None:
    """Unwanted: nobody is told of what comes after it, nothing of it is shown, and it is erased after a
    while."""
    with transaction.atomic():
        _set(conversation, ConversationState.SPAM)
        Conversation.objects.filter(pk=conversation.pk).update(shows_further=False)
        coming_back.forget(conversation)
        for message in queries.messages(conversation):
            message.conversation = conversation
            retract(message.get_absolute_url())
            showing.end(message)


def tie(conversation: Conversation, about: str) -> None:
    """Says that it is about the object at `about` (a path below the commons, also as the browser shows it, or
    empty). Raises ValidationError (about), also once the person was asked: it is read there or nowhere."""
    home = conversation.commons.get_absolute_url()
    if conversation.correspondent_id is not None:
        words = _("This was written on another server, which says what it is about.")
        raise ValidationError({"about": words})
    about = _path(about)
    if about and not about.startswith(home):
        words = _("Give an address in this commons, such as %(home)squestions/…") % {"home": home}
        raise ValidationError({"about": words})
    free = Conversation.objects.filter(pk=conversation.pk, consent=Consent.NONE)
    if not free.update(about=about):
        words = _(
            "What this exchange is about stays as it is: the person was asked whether it may be read there."
        )
        raise ValidationError({"about": words})
    conversation.about = about


def _path(about: str) -> str:
    """As the object itself says its address: without host, question or place on the page."""
    about = "".join(typed.lines(about).split()).removeprefix(settings.BASE_URL)
    about = about.partition("#")[0].partition("?")[0]
    about = f"{about.rstrip('/')}/" if about else ""
    return typed.within(about, LONGEST_ADDRESS, "about")


def _set(conversation: Conversation, state: ConversationState) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state=state)
    conversation.state = state
