"""Files in Django's default storage, under names made of their hash; no address serves them by name."""

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage

FOLDER = "renditions"
NAME = re.compile(r"renditions/[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})\.[a-z]{2,4}")


def name_of(sha256: str, form: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}.{form}"


def stored() -> Iterator[list[str]]:
    """Names of all that was ever made and is still there, a folder at a time."""
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:  # nothing was ever made
        return
    for folder in folders:
        files = default_storage.listdir(f"{FOLDER}/{folder}")[1]
        names = [f"{FOLDER}/{folder}/{file}" for file in files]
        yield [name for name in names if NAME.fullmatch(name)]
