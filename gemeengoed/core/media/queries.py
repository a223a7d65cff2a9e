"""Addresses of pictures, and how much room they take."""

from django.conf import settings
from django.db.models import QuerySet

from gemeengoed.core.actors.models import Actor

from .models import MediaFile
from .space import Usage, usage

__all__ = ["Usage", "address", "files_of", "srcset", "usage"]


def address(file: MediaFile, width: int | None = None) -> str:
    """Path of the picture; with `width` (pixels) of the narrowest copy that is at least so wide."""
    widths = sorted(int(made) for made in file.variants)
    fitting = [made for made in widths if width is not None and made >= width]
    name = file.variants[str(fitting[0])] if fitting else file.storage_name
    return settings.MEDIA_URL + name


def srcset(file: MediaFile) -> str:
    """For the attribute of that name (HTML, 4.8.4.2.1): the copies and the picture itself; "" without."""
    if not file.variants:
        return ""
    widths = sorted(int(made) for made in file.variants)
    made = [f"{settings.MEDIA_URL}{file.variants[str(width)]} {width}w" for width in widths]
    return ", ".join([*made, f"{address(file)} {file.width}w"])


def files_of(owner: Actor) -> QuerySet[MediaFile]:
    """Its pictures, newest first, without what came with a form that was refused."""
    return (
        MediaFile.objects.filter(
            owner=owner, kept_until__isnull=True, media_type__startswith="image/"
        )
        .select_related("uploader")
        .order_by("-created", "-pk")
    )
