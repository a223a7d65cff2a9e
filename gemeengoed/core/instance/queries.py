"""The settings of the instance, read for every page and therefore kept for a few seconds."""

import time
from dataclasses import dataclass

from django.core.cache import cache

from .models import Instance

SECONDS = 5.0
"""How long another process may still show the settings of before a change."""
VERSION_KEY = "instance-version"


@dataclass(frozen=True)
class _Kept:
    instance: Instance
    until: float
    version: int


_kept: _Kept | None = None


def current() -> Instance:
    """The settings that hold now; an unsaved row with the defaults when nothing was decided yet.

    Kept in this process for 5 seconds, and until `forget` in any process that shares the cache. Do
    not change what this returns: services read the row anew.
    """
    global _kept  # noqa: PLW0603 - one value per process, replaced whole
    kept = _kept
    version = cache.get(VERSION_KEY, 0)
    if kept is None or kept.until < time.monotonic() or kept.version != version:
        kept = _kept = _Kept(_read(), time.monotonic() + SECONDS, version)
    return kept.instance


def _read() -> Instance:
    return Instance.objects.select_related("logo").filter(pk=1).first() or Instance(pk=1)


def forget() -> None:
    """Makes the next `current()` read the row: after a change, and between tests."""
    global _kept  # noqa: PLW0603
    _kept = None
    cache.set(VERSION_KEY, time.time_ns(), None)
