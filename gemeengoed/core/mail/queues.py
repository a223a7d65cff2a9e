"""What waits in mail, as operators see it."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Queue

from . import queries
from .incoming import queries as incoming
from .mailings import queries as mailings

QUEUES = (
    Queue("mail", _("Mail"), queries.backlog),
    Queue("mail-in", _("Mail that came in"), incoming.backlog),
    Queue("mailings", _("Mail to many"), mailings.backlog),
)
