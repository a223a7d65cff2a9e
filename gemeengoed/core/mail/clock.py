"""What mail does by the clock."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Scheduled

from .delivery import look
from .incoming import keeping, mailbox
from .incoming.processing import process
from .sweeping import sweep

SCHEDULED = (
    Scheduled("mail", 1, look, _("Sending mail")),
    Scheduled("mail-in", 1, process, _("Reading mail that came in")),
    Scheduled("mail-fetch", 1, mailbox.fetch, _("Fetching mail")),
    Scheduled("mail-sweep", 60 * 24, sweep, _("Erasing old mail")),
    Scheduled("mail-in-sweep", 60 * 24, keeping.sweep, _("Erasing old mail that came in")),
)
