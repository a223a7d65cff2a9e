"""When its reason has ended, what people wrote goes; also at once, when they ask for it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.models import RemoteObject
from gemeengoed.core.federation.outgoing import consuming, saying
from gemeengoed.core.mail.incoming import keeping
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.notices.services import retract

from . import notes
from .mailing import REFERENCE
from .models import Conversation, ConversationState, Message

KEPT = timedelta(days=365)
UNWANTED = timedelta(days=30)
Answer = tuple[str, tuple[str, str]]
"""Its path, and the inbox of whom it answers with its host."""


@transaction.atomic
def erase_address(address: str, commons: Commons | None = None) -> int:
    """Erases all conversations with `address`, in upper or lower case, of one commons or of all, in which
    nothing is published; of the others the address, what the person did not agree to publish, and the name
    unless it was published with consent. Mail to them about it goes as well, and editors keep no notice.
    Returns how many there were."""
    keeping.forget(address)
    mine = Conversation.objects.filter(address__iexact=address)
    mine = mine if commons is None else mine.filter(commons=commons)
    _mail_about(mine).filter(recipient__iexact=address).delete()
    said = Message.objects.filter(conversation__in=mine)
    for message in said.select_related("conversation__commons__actor"):
        retract(message.get_absolute_url())
    for one in mine.select_related("commons__actor"):
        retract(one.get_absolute_url())
    count = mine.count()
    mine.filter(published__isnull=True).delete()
    _keep_what_is_read(mine)
    return count


def _mail_about(some: QuerySet[Conversation]) -> QuerySet[OutgoingMessage]:
    named = [f"{REFERENCE}{pk}" for pk in some.values_list("pk", flat=True)]
    return OutgoingMessage.objects.filter(reference__in=named)


@transaction.atomic
def sweep() -> None:
    now = timezone.now()
    unwanted = Conversation.objects.filter(state=ConversationState.SPAM)
    _delete(unwanted.filter(moved__lt=now - UNWANTED))
    old = Conversation.objects.filter(moved__lt=now - KEPT)
    shown = Message.objects.filter(shown__isnull=False).values("conversation")
    _delete(old.filter(published__isnull=True).exclude(pk__in=shown))
    _keep_what_is_read(old.exclude(address=""))
    _keep_what_is_shown(old.filter(pk__in=shown))


def _delete(conversations: QuerySet[Conversation]) -> None:
    """With what is kept of other servers for their sake."""
    gone = list(conversations.values_list("pk", flat=True))
    answers = _answers(Message.objects.filter(conversation__in=gone))
    RemoteObject.objects.filter(message__conversation__in=gone).delete()
    Conversation.objects.filter(pk__in=gone).delete()
    _tell(answers)


def _keep_what_is_shown(threads: QuerySet[Conversation]) -> None:
    """Of each only what others read, and what editors answered to that."""
    said = Message.objects.filter(conversation__in=threads)
    aside = said.filter(remote__isnull=False, shown__isnull=True)
    answers = _answers(said.filter(parent__in=aside))
    said.filter(parent__in=aside, remote__isnull=True).delete()
    RemoteObject.objects.filter(message__in=aside).delete()
    _tell(answers)


def _answers(some: QuerySet[Message]) -> list[Answer]:
    """What editors answered in public to somebody on another server, and who has to know when it goes."""
    rows = some.filter(author__isnull=False, parent__remote__public=True)
    rows = rows.select_related("conversation__commons__actor", "parent__remote__author")
    return [
        (notes.path(one), saying.to(one.parent.remote.author))
        for one in rows
        if one.parent and one.parent.remote
    ]


def _tell(answers: list[Answer]) -> None:
    for path, inbox in answers:
        consuming.tell(path, notes.OBJECT_TYPE, [inbox])


def _keep_what_is_read(published: QuerySet[Conversation]) -> None:
    """Of each only what others read, without what leads to who wrote it."""
    said = Message.objects.filter(conversation__in=published)
    said.filter(Q(from_elsewhere=True) | Q(pk__gt=F("conversation__asked_until"))).delete()
    said.filter(author__isnull=True).update(quoted="", message_id="", answers="", attachments=[])
    published.filter(named=False).update(name="")
    published.update(address="", came_back=None)
