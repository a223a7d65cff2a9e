"""What `gemeengoed check` says about the public log."""

from django.db import connection
from django.utils.translation import gettext as _

from . import triggers
from .models import LogEntry
from .verification import verify

Finding = tuple[str, str]
"""Level ('good', 'warning' or 'error') and message."""


def chains() -> list[Finding]:
    """Reads every chain; about a second for ten thousand entries."""
    problems = verify()
    if not problems:
        count = LogEntry.objects.count()
        return [("good", _("The public log holds: %(count)s entries verified.") % {"count": count})]
    return [
        (
            "error",
            _("The log of @%(handle)s does not hold at entry %(number)s: %(what)s.")
            % {"handle": problem.owner_handle, "number": problem.number, "what": problem.what},
        )
        for problem in problems
    ]


def protected() -> Finding:
    """Whether the database refuses changes to the log."""
    if triggers.present(connection):
        return "good", _("The database refuses changes to the public log.")
    return "error", _(
        "The triggers that protect the public log are missing. "
        "Call gemeengoed.core.log.triggers.install, then check the log."
    )


def findings() -> list[Finding]:
    return [protected(), *chains()]
