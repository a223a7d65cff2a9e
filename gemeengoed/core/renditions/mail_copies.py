"""Pictures as every mail program shows them: PNG or JPEG. Some show no WebP, and none shows SVG."""

from collections.abc import Iterable
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from gemeengoed.core.media import queries as media
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import store_file
from gemeengoed.core.media.storing import NAME

from .typesetting import CannotSet, pictures

WIDEST = 1120
"""Pixels: twice as wide as a letter shows it."""


def addresses(paths: Iterable[str]) -> dict[str, str]:
    """Paths of stored pictures to those of their copies for mail; other paths are left out.

    A copy is made the first time, which takes up to a second: not in a transaction. It goes with the picture
    that it was made of. What cannot be copied keeps its own path.
    """
    found = {path: NAME.fullmatch(path.removeprefix(settings.MEDIA_URL)) for path in paths}
    digests = {path: match["sha256"] for path, match in found.items() if match}
    rows = MediaFile.objects.filter(sha256__in=digests.values(), media_type__startswith="image/")
    files = {row.sha256: row for row in rows.select_related("mail_copy", "owner")}
    shown = {digest: media.address(_copy(file)) for digest, file in files.items()}
    return {path: shown[digest] for path, digest in digests.items() if digest in shown}


def _copy(file: MediaFile) -> MediaFile:
    if file.mail_copy is not None:
        return file.mail_copy
    if file.media_type in ("image/png", "image/jpeg") and file.width <= WIDEST:
        return file
    try:
        data, extension, media_type = _drawn(file) if "svg" in file.media_type else _small(file)
        # Nothing but its original holds it, so that it goes when that goes.
        copy = store_file(data, extension, media_type, file.owner, kept_until=timezone.now())
    except (CannotSet, OSError, ValueError, ValidationError):
        return file
    MediaFile.objects.filter(pk=file.pk).update(mail_copy=copy)
    return copy


def _drawn(file: MediaFile) -> tuple[bytes, str, str]:
    """At most WIDEST wide, on the paper that drawings are made for: in dark mode their lines stay visible."""
    with default_storage.open(file.storage_name) as stored:
        drawing = stored.read()
    width = min(file.width * 2, WIDEST) if file.width else WIDEST
    page = f"""#set page(width: {width}pt, height: auto, margin: 0pt, fill: rgb("#fbf7ee"))
#image("drawing.svg", width: {width}pt)
"""
    made = pictures({"drawing.svg": drawing, "main.typ": page.encode()}, ppi=72)[0]
    return made, "png", "image/png"


def _small(file: MediaFile) -> tuple[bytes, str, str]:
    from PIL import Image  # noqa: PLC0415 - 3 MB, for who writes a letter with a photo

    name = media.address(file, WIDEST).removeprefix(settings.MEDIA_URL)
    with default_storage.open(name) as stored, Image.open(stored) as image:
        image.thumbnail((WIDEST, image.height))
        held = BytesIO()
        if image.has_transparency_data or file.media_type == "image/png":
            image.save(held, "PNG", optimize=True)
            return held.getvalue(), "png", "image/png"
        image.convert("RGB").save(held, "JPEG", quality=85, optimize=True, progressive=True)
        return held.getvalue(), "jpg", "image/jpeg"
