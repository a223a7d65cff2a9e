"""What `gemeengoed check` says about copies of sources."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.registry import Finding

from .queries import backlog

LATE = timedelta(hours=1)


def findings() -> Iterator[Finding]:
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
