"""huey behind one decorator and one function."""

import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections, transaction

from .library import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

logger = logging.getLogger(__name__)

Job = Callable[..., None]
_declared: dict[str, Job] = {}
ending = threading.Event()
"""Set when this process has been asked to end: a job that takes long stops where it can."""
TRIED_AGAIN = 10.0
"""Seconds after which a queue that failed is asked again; a save does not wait for it each time."""
_away_until = 0.0


def job(function: Job) -> Job:
    """Declares `function` as work that `wake` can ask for. Its arguments must be plain values."""
    _declared[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def wake(function: Job, *arguments: Any) -> None:
    """Asks the work process to run `function` soon after the current transaction has committed.

    A failing queue must not fail the request: the sweep finds the rows anyway.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    if name not in _declared:
        raise LookupError(f"{name} is not declared with @job")
    transaction.on_commit(lambda: _enqueue(name, arguments))


def _enqueue(name: str, arguments: tuple[Any, ...]) -> None:
    global _away_until  # noqa: PLW0603 - one value per process
    if time.monotonic() < _away_until:
        return
    try:
        run_declared(name, *arguments)
    except Exception as error:  # whichever store it is; the row is committed
        _away_until = time.monotonic() + TRIED_AGAIN
        logger.error(
            "the queue did not take %s (%s); the sweep will find what it was for", name, error
        )


@cache
def queue() -> Huey:
    """The one huey of this process, by `GEMEENGOED_QUEUE_URL`; SQLite in the data directory if unset."""
    url = settings.QUEUE_URL
    scheme = urlsplit(url).scheme
    if scheme in ("redis", "rediss", "valkey"):
        return RedisHuey("gemeengoed", url=_with_limits(url), results=False)
    if scheme in ("postgres", "postgresql"):
        return PostgresHuey("gemeengoed", dsn=url, results=False)
    if scheme == "immediate":
        return MemoryHuey("gemeengoed", results=False, immediate=True)
    path = Path(settings.DATA_DIR) / "queue.sqlite3"
    return SqliteHuey("gemeengoed", filename=str(path), results=False, fsync=False)


def _with_limits(url: str) -> str:
    """`url` for the Redis client, which without them waits for ever for a machine that went dark. A worker
    waits a second for the next wake-up, so an answer may take longer than that."""
    limits = "socket_connect_timeout=2&socket_timeout=3"
    return f"{url.replace('valkey', 'redis', 1)}{'&' if urlsplit(url).query else '?'}{limits}"


def run_declared(name: str, *arguments: Any) -> None:
    """Puts a run of the declared job `name` in the queue."""
    _task()(name, *arguments)


@cache
def _task() -> Callable[..., Any]:
    return queue().task(name="run")(_run)


def _run(name: str, *arguments: Any) -> None:
    close_old_connections()
    _declared[name](*arguments)


def prepare_consumer() -> Huey:
    """The huey with its task known, for the process that works."""
    _task()
    return queue()
