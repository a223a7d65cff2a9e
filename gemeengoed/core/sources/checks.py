"""What `gemeengoed check` says about copies of sources."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.fetching import networks
from gemeengoed.core.registry import Finding

from .queries import backlog

LATE = timedelta(hours=1)


def findings() -> Iterator[Finding]:
    try:
        networks.parse(settings.ALLOWED_NETWORKS)
    except ValueError as error:
        yield "error", _("GEMEENGOED_ALLOWED_NETWORKS cannot be read: %(why)s") % {"why": error}
    found = backlog()
    if found.oldest is not None and timezone.now() - found.oldest > LATE:
        yield (
            "warning",
            _(
                "%(waiting)d copies of sources wait, the oldest for over an hour. Does the work process run?"
            )
            % {"waiting": found.waiting},
        )
    else:
        yield (
            "good",
            _("%(waiting)d copies of sources wait to be fetched.") % {"waiting": found.waiting},
        )
