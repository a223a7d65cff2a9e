"""What comes in: a new conversation, or one more message in one that is there."""

from django.db import transaction
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.incoming.reading import Incoming
from gemeengoed.core.notices.services import tell

from .. import queries
from ..models import Conversation, ConversationState, Message

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
    found = queries.of_mail(commons, mail.address, [*mail.references, mail.answers])
    if found is not None:
        return add(found, mail)
    with transaction.atomic():
        conversation = Conversation.objects.create(
            commons=commons,
            subject=(mail.subject or "–")[:300],
            about=about,
            language=language or mail.language or commons.language,
            name=mail.name[:120],
            address=mail.address,
            token=addresses.new_token(),
        )
        _keep(conversation, mail)
    return conversation


def add(conversation: Conversation, mail: Incoming) -> Conversation:
    """One more message in `conversation`, which waits for an answer again."""
    known = _known(conversation.commons, mail)
    if known is not None:
        return known
    with transaction.atomic():
        rows = Conversation.objects.filter(pk=conversation.pk).exclude(state=ConversationState.SPAM)
        rows.update(state=ConversationState.OPEN)
        _keep(conversation, mail)
    return conversation


def _known(commons: Commons, mail: Incoming) -> Conversation | None:
    message_id = _message_id(mail)
    rows = Conversation.objects.filter(commons=commons, messages__message_id=message_id)
    return rows.order_by("pk").first()


def _message_id(mail: Incoming) -> str:
    return (mail.message_id or f"<incoming-{mail.pk}@localhost>")[:300]


def _keep(conversation: Conversation, mail: Incoming) -> None:
    same = mail.address.lower() == conversation.address.lower()
    message = Message.objects.create(
        conversation=conversation,
        words=mail.words[:LONGEST],
        quoted=mail.quoted[:LONGEST],
        message_id=_message_id(mail),
        answers=mail.answers[:300],
        from_elsewhere=not same or mail.authentic == "fail",
        created=mail.received,
    )
    Conversation.objects.filter(pk=conversation.pk).update(moved=timezone.now())
    tell(
        queries.editors(conversation.commons),
        "conversations.message",
        conversation.get_absolute_url(),
        actor=None,
        title=conversation.subject,
        words=message.words,
        thing=f"{conversation.get_absolute_url()}#m{message.pk}",
    )
