"""Bytes in Django's default storage under names made of their own hash."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

NAME = re.compile(
    r"(?P<folder>[0-9a-f]{2})/(?P<sha256>[0-9a-f]{64})(-\d{2,5})?\.(?P<ext>webp|png|jpg|svg|html|pdf)"
)
"""Every name that is stored: `ab/<sha256>.png`, `ab/<sha256>-640.webp`."""


def name_of(sha256: str, extension: str, width: int | None = None) -> str:
    suffix = f"-{width}" if width else ""
    return f"{sha256[:2]}/{sha256}{suffix}.{extension}"


def put(name: str, data: bytes) -> None:
    """Stores `data` unless it is there already, whole; may be repeated."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return
        default_storage.delete(name)  # half a file, left by a crash
    saved = default_storage.save(name, ContentFile(data))
    if saved != name:  # somebody else stored the same bytes at the same moment
        default_storage.delete(saved)
