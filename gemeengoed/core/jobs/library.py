"""huey, without the client of a store that is not in use.

It imports the clients of Redis and PostgreSQL wherever they are installed: 20 and 10 MB in every process,
of which a small machine has two. So unless a setting names such a store, the import finds nothing, which
huey is made for.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings

CLIENTS = {"redis": ("redis", "rediss", "valkey"), "psycopg": ("postgres", "postgresql")}
"""The module that is a store's client to the schemes of addresses of that store."""


@contextmanager
def _only_what_is_used() -> Iterator[None]:
    scheme = urlsplit(settings.QUEUE_URL).scheme
    idle = [name for name, schemes in CLIENTS.items() if scheme not in schemes]
    hidden = [name for name in idle if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment] # documented: the import then fails
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _only_what_is_used():
    from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

__all__ = ["Huey", "MemoryHuey", "PostgresHuey", "RedisHuey", "SqliteHuey"]
