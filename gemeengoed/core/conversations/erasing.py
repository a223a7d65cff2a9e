"""When its reason has ended, what people wrote goes; also at once, when they ask for it."""

from datetime import timedelta

from django.utils import timezone

from gemeengoed.core.mail.incoming import keeping

from .models import Conversation, ConversationState

KEPT = timedelta(days=365)
UNWANTED = timedelta(days=30)


def erase_address(address: str) -> int:
    """Erases all conversations with `address` in which nothing is published; of the others the address, and
    the name unless it was published with consent. Returns how many there were."""
    keeping.forget(address)
    mine = Conversation.objects.filter(address__iexact=address)
    count = mine.count()
    mine.filter(published__isnull=True).delete()
    mine.filter(named=False).update(name="")
    mine.update(address="")
    return count


def sweep() -> None:
    now = timezone.now()
    Conversation.objects.filter(state=ConversationState.SPAM, moved__lt=now - UNWANTED).delete()
    old = Conversation.objects.filter(moved__lt=now - KEPT)
    old.filter(published__isnull=True).delete()
    old.filter(named=False).update(name="")
    old.update(address="")
