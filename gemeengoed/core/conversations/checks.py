"""What `gemeengoed check conversations` sees."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.registry import Finding

from .models import Conversation, ConversationState

LATE = timedelta(days=14)


def unanswered() -> Iterable[Finding]:
    """Whether people wait long for an answer."""
    late = Conversation.objects.filter(
        state=ConversationState.OPEN, moved__lt=timezone.now() - LATE
    ).count()
    if late:
        words = _("%(count)d conversations wait for an answer for more than two weeks.")
        yield "warning", words % {"count": late}
    else:
        yield "good", _("Nobody waits for an answer for more than two weeks.")
