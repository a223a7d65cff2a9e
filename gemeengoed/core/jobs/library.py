"""huey, without the client of a store that is not in use.

It imports the Redis client wherever that is installed: 20 MB in every process, of which a small machine
has two. So unless a setting names such a store, the import finds nothing, which huey is made for.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings

SCHEMES = ("redis", "rediss", "valkey")


@contextmanager
def _only_what_is_used() -> Iterator[None]:
    if urlsplit(settings.QUEUE_URL).scheme in SCHEMES or "redis" in sys.modules:
        yield
        return
    sys.modules["redis"] = None  # type: ignore[assignment] # documented: the import then fails
    try:
        yield
    finally:
        del sys.modules["redis"]


with _only_what_is_used():
    from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

__all__ = ["Huey", "MemoryHuey", "PostgresHuey", "RedisHuey", "SqliteHuey"]
