"""Room for files: the quota of an owner and the disk of the server."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor

from .figures import megabytes
from .models import MediaFile


@dataclass(frozen=True)
class Usage:
    """Bytes in use and allowed, and the number of files."""

    used: int
    quota: int
    files: int

    @property
    def left(self) -> int:
        return max(0, self.quota - self.used)


def usage(owner: Actor) -> Usage:
    sums = MediaFile.objects.filter(owner=owner).aggregate(used=Sum("size"), files=Count("pk"))
    return Usage(sums["used"] or 0, settings.MEDIA_QUOTA, sums["files"])


def free_on_disk() -> int | None:
    """Bytes free where files are stored; None when they are not on a disk of this machine."""
    location = getattr(default_storage, "location", None)
    if not location:
        return None
    place = Path(location)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def check_quota(owner: Actor, needed: int) -> None:
    """Raises ValidationError when `needed` bytes more do not fit in the quota of `owner`."""
    now = usage(owner)
    if needed > now.left:
        raise ValidationError(
            _(
                "There is no room for this file: it takes %(needed)s MB and %(left)s MB of %(quota)s MB "
                "is left. Remove files that are not used, or ask the server operator for more room."
            ),
            code="quota",
            params={
                "needed": megabytes(needed),
                "left": megabytes(now.left),
                "quota": megabytes(now.quota),
            },
        )


def check_disk(needed: int) -> None:
    """Raises ValidationError when storing `needed` bytes would eat into the reserve of the disk."""
    free = free_on_disk()
    if free is not None and free - needed < settings.DISK_RESERVE:
        raise ValidationError(
            _(
                "The disk of the server is nearly full: %(free)s MB is free and %(reserve)s MB is kept "
                "in reserve. Tell the server operator, and try again when there is room."
            ),
            code="disk",
            params={"free": megabytes(free), "reserve": megabytes(settings.DISK_RESERVE)},
        )
