"""Writing what somebody is told is kept: it must be on disk before they are told.

SQLite in WAL with synchronous=NORMAL survives a crash of the process and not, for its last commits, a loss of
power (https://www.sqlite.org/pragma.html#pragma_synchronous). Where that is not enough, one commit waits for
the disk; many rows can share it. PostgreSQL always waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def on_disk() -> Iterator[None]:
    """A transaction whose commit returns when it is on disk. Inside another transaction that one decides."""
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    if waits:
        _set("FULL")
    try:
        with transaction.atomic():
            yield
    finally:
        if waits:
            _set("NORMAL")


def _set(synchronous: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={synchronous}")
