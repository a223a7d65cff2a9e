"""Storing pictures. The file is written first and the row after: a crash leaves at most a loose file."""

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from gemeengoed.core.actors.models import Actor

from . import space, storing
from .models import LooseFile, MediaFile

if TYPE_CHECKING:
    from .reading import Picture


def store_image(
    upload: File, owner: Actor, uploader: Actor | None, *, kept_until: datetime | None = None
) -> MediaFile:
    """The picture in `upload`, cleaned, counted to the quota of `owner`; what it has already is given
    back. Raises ValidationError with what to do. Decoding takes up to seconds: call it before you
    open a transaction where you can. With `kept_until` it goes then, unless something uses it.
    """
    from .reading import read  # noqa: PLC0415 - Pillow, 3 MB, for whoever brings a picture

    picture = read(upload)
    digest = sha256(picture.data).hexdigest()
    files = _files(digest, picture)
    needed = sum(len(data) for data in files.values())
    if not MediaFile.objects.filter(owner=owner, sha256=digest).exists():
        space.check_quota(owner, needed)
        space.check_disk(needed)
    for name, data in files.items():
        storing.put(name, data)
    file = MediaFile(
        owner=owner,
        uploader=uploader,
        sha256=digest,
        storage_name=storing.name_of(digest, picture.extension),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=needed,
        variants={str(w): storing.name_of(digest, "webp", w) for w in picture.variants},
        original_name=(upload.name or "").rpartition("/")[2][-200:],
        was_moving=picture.was_moving,
        kept_until=kept_until,
    )
    return _keep(file, files)


def store_file(
    data: bytes,
    extension: str,
    media_type: str,
    owner: Actor,
    *,
    kept_until: datetime | None = None,
) -> MediaFile:
    """A file that was not uploaded as a picture, as it is, counted to the quota of `owner`; whoever calls
    this has made sure that it can do no harm. Raises ValidationError when there is no room. With
    `kept_until` it goes then, unless something uses it."""
    digest = sha256(data).hexdigest()
    name = storing.name_of(digest, extension)
    if not MediaFile.objects.filter(owner=owner, sha256=digest).exists():
        space.check_quota(owner, len(data))
        space.check_disk(len(data))
    storing.put(name, data)
    file = MediaFile(
        owner=owner,
        sha256=digest,
        storage_name=name,
        media_type=media_type,
        size=len(data),
        kept_until=kept_until,
    )
    return _keep(file, {name: data})


def release(file: MediaFile) -> None:
    """Says that nothing uses it any more: it goes with the next sweep, and then its room is free."""
    MediaFile.objects.filter(pk=file.pk).update(kept_until=timezone.now())


def _files(digest: str, picture: "Picture") -> dict[str, bytes]:
    narrow = {storing.name_of(digest, "webp", w): data for w, data in picture.variants.items()}
    return {storing.name_of(digest, picture.extension): picture.data, **narrow}


@transaction.atomic
def _keep(file: MediaFile, files: dict[str, bytes]) -> MediaFile:
    """The row, once per owner; uploads of one owner pass here one at a time, so that the quota holds."""
    Actor.objects.select_for_update(no_key=True).get(pk=file.owner_id)
    known = MediaFile.objects.filter(owner=file.owner_id, sha256=file.sha256).first()
    if known is not None:
        return _keep_longer(known, file.kept_until)
    space.check_quota(file.owner, file.size)
    LooseFile.objects.filter(sha256=file.sha256).delete()
    file.save(force_insert=True)
    for name, data in files.items():
        storing.put(name, data)  # again: the sweep may have taken it until the line before last
    return file


def _keep_longer(known: MediaFile, kept_until: datetime | None) -> MediaFile:
    if known.kept_until and (kept_until is None or kept_until > known.kept_until):
        known.kept_until = kept_until
        known.save(update_fields=["kept_until"])
    return known


def keep(file: MediaFile) -> None:
    """Says that a file that came with a refused form is wanted after all."""
    file.kept_until = None
    file.save(update_fields=["kept_until"])


def forget_uploader(actor: Actor) -> int:
    """Who brought it and what it was called go; the pictures stay, for they belong to their owner."""
    MediaFile.objects.filter(uploader=actor).exclude(owner=actor).update(
        uploader=None, original_name=""
    )
    return MediaFile.objects.filter(owner=actor).delete()[0]
