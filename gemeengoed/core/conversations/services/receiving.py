"""What comes in: a new conversation, or one more message in one that is there."""

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.incoming.reading import Incoming
from gemeengoed.core.text import typed

from .. import queries
from ..blanking import blanked
from ..models import Conversation, ConversationState, Message
from . import coming_back
from .telling import tell_editors

LONGEST = 50_000
"""Characters kept of one message."""


def receive(
    commons: Commons, mail: Incoming, *, about: str = "", language: str = ""
) -> Conversation:
    """Keeps `mail` to `commons`: in the conversation that it answers, else in a new one about the object at
    `about` (a path). The same mail twice is kept once."""
    known = _known(commons, mail)
    if known is not None:
        return known
    named = [typed.line(name) for name in [*mail.references, mail.answers] if name]
    found = queries.of_mail(commons, typed.line(mail.address), named)
    if found is not None:
        return add(found, mail)
    with transaction.atomic():
        conversation = Conversation.objects.create(
            commons=commons,
            subject=(blanked(typed.line(mail.subject)) or "–")[:300],
            about=about,
            language=language or mail.language or commons.language,
            name=typed.line(mail.name)[:120],
            address=typed.line(mail.address),
            token=addresses.new_token(),
        )
        _keep(conversation, mail)
    return conversation


def add(conversation: Conversation, mail: Incoming) -> Conversation:
    """One more message in `conversation`, which waits for an answer again; what follows unwanted mail is kept
    with it, and nobody is told."""
    known = _known(conversation.commons, mail)
    if known is not None:
        return known
    with transaction.atomic():
        rows = Conversation.objects.filter(pk=conversation.pk).exclude(state=ConversationState.SPAM)
        is_wanted = rows.update(state=ConversationState.OPEN) == 1
        if not is_wanted:
            conversation.state = ConversationState.SPAM
        _keep(conversation, mail, tells=is_wanted)
    return conversation


def _known(commons: Commons, mail: Incoming) -> Conversation | None:
    message_id = _message_id(mail)
    rows = Conversation.objects.filter(commons=commons, messages__message_id=message_id)
    return rows.order_by("pk").first()


def _message_id(mail: Incoming) -> str:
    return (typed.line(mail.message_id) or f"<incoming-{mail.pk}@localhost>")[:300]


def _keep(conversation: Conversation, mail: Incoming, *, tells: bool = True) -> None:
    # First the row of the conversation, so that its messages are committed in the order of their numbers.
    Conversation.objects.filter(pk=conversation.pk).update(moved=timezone.now())
    same = mail.address.lower() == conversation.address.lower()
    message = Message.objects.create(
        conversation=conversation,
        words=blanked(typed.lines(mail.words))[:LONGEST],
        quoted=blanked(typed.lines(mail.quoted))[:LONGEST],
        message_id=_message_id(mail),
        answers=typed.line(mail.answers)[:300],
        from_elsewhere=not same or mail.authentic == "fail",
        attachments=[
            {"name": blanked(typed.line(one.name)), "type": one.type, "size": one.size}
            for one in mail.attachments
        ],
        created=mail.received,
    )
    if not message.from_elsewhere:
        coming_back.forget(conversation)
    if tells:
        tell_editors(message)
