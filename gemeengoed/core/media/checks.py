"""What `gemeengoed check` and the operator's page say about room for files."""

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from .figures import megabytes
from .models import MediaFile
from .space import free_on_disk

NEARLY = 0.9
"""Part of a quota from which on the operator is told."""

Finding = tuple[str, str]
"""Level ('good', 'warning' or 'error') and message."""


def disk() -> Finding:
    """Whether files still fit on the disk."""
    free = free_on_disk()
    if free is None:
        return "good", _("Files are stored outside this machine.")
    figures = {"free": megabytes(free), "reserve": megabytes(settings.DISK_RESERVE)}
    if free < settings.DISK_RESERVE:
        return "error", (
            _(
                "The disk is nearly full: %(free)s MB is free, %(reserve)s MB is kept in reserve. "
                "Uploads are refused until there is room."
            )
            % figures
        )
    if free < 5 * settings.DISK_RESERVE:
        return "warning", _("The disk is filling up: %(free)s MB is free.") % figures
    return "good", _("%(free)s MB is free on the disk.") % figures


def quotas() -> list[Finding]:
    """One warning for each owner who has nearly used up the room for files."""
    limit = round(NEARLY * settings.MEDIA_QUOTA)
    full = MediaFile.objects.values("owner__handle").annotate(used=Sum("size"))
    return [
        (
            "warning",
            _("@%(handle)s uses %(used)s MB of %(quota)s MB for files.")
            % {
                "handle": row["owner__handle"],
                "used": megabytes(row["used"]),
                "quota": megabytes(settings.MEDIA_QUOTA),
            },
        )
        for row in full.filter(used__gte=limit).order_by("-used")
    ]


def findings() -> list[Finding]:
    return [disk(), *quotas()]
