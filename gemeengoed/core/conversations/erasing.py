"""When its reason has ended, what people wrote goes; also at once, when they ask for it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.models import RemoteObject
from gemeengoed.core.mail.incoming import keeping
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.notices.services import retract

from .mailing import REFERENCE
from .models import Conversation, ConversationState, Message

KEPT = timedelta(days=365)
UNWANTED = timedelta(days=30)


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
    RemoteObject.objects.filter(message__conversation__in=gone).delete()
    Conversation.objects.filter(pk__in=gone).delete()


def _keep_what_is_shown(threads: QuerySet[Conversation]) -> None:
    """Of each only what others read, and what editors answered to that."""
    theirs = Message.objects.filter(conversation__in=threads, shown__isnull=True)
    aside = RemoteObject.objects.filter(message__in=theirs.values("pk"))
    aside.delete()
    threads_left = Message.objects.filter(conversation__in=threads, remote__isnull=True)
    threads_left.filter(parent__isnull=True).delete()


def _keep_what_is_read(published: QuerySet[Conversation]) -> None:
    """Of each only what others read, without what leads to who wrote it."""
    said = Message.objects.filter(conversation__in=published)
    said.filter(Q(from_elsewhere=True) | Q(pk__gt=F("conversation__asked_until"))).delete()
    said.filter(author__isnull=True).update(quoted="", message_id="", answers="", attachments=[])
    published.filter(named=False).update(name="")
    published.update(address="", came_back=None)
