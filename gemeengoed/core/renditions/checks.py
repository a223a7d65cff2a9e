"""What `gemeengoed check` says of forms that wait."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gemeengoed.core.registry import Finding

from . import queries

LATE = timedelta(minutes=10)


def findings() -> Iterator[Finding]:
    backlog = queries.backlog()
    late = backlog.oldest is not None and backlog.oldest < timezone.now() - LATE
    yield (
        "error" if late else "good",
        ngettext(
            "%(count)d form of a text waits to be made.",
            "%(count)d forms of texts wait to be made.",
            backlog.waiting,
        )
        % {"count": backlog.waiting},
    )
    if backlog.failed:
        yield (
            "warning",
            _("%(count)d forms of texts could not be made: %(error)s")
            % {"count": backlog.failed, "error": backlog.last_error},
        )
