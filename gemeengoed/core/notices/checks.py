"""What `gemeengoed check notices` sees."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.registry import Finding

from .models import MailState, Notice

LATE = timedelta(hours=1)


def backlog() -> Iterable[Finding]:
    """Notices that should have been mailed at once and were not."""
    waiting = Notice.objects.filter(mail=MailState.SOON, created__lt=timezone.now() - LATE)
    count = waiting.filter(seen__isnull=True).count()
    if count:
        yield (
            "warning",
            _("%(count)d notices wait for more than an hour to be mailed: is the worker running?")
            % {"count": count},
        )
    else:
        yield "good", _("No notice waits to be mailed.")
