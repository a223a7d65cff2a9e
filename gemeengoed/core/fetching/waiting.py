"""The same for code that waits, such as jobs: one event loop in a thread of its own for the process.

Not `asyncio.run`: at its end that waits for every look-up of a name, and a slow one can take a minute.
"""

import asyncio
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

from .model import JSON, JSON_LIMIT, SECONDS, Answer

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

LOOK_UPS = 32
"""Names that are looked up at once: a slow name server holds up few others."""


def fetch(
    address: str,
    *,
    accept: Sequence[str] = JSON,
    limit: int = JSON_LIMIT,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    resolver: "AbstractResolver | None" = None,
) -> Answer:
    """As `Client.get`, for one request. Raises FetchError."""
    from .client import Client  # noqa: PLC0415 - 9 MB, in processes that may never ask anything

    async def ask() -> Answer:
        async with Client(seconds=seconds, resolver=resolver) as client:
            return await client.get(address, accept=accept, limit=limit, headers=headers)

    return asyncio.run_coroutine_threadsafe(ask(), loop()).result()


def loop() -> asyncio.AbstractEventLoop:
    """That of this process, which runs."""
    return _loop(os.getpid())


@cache
def _loop(process: int) -> asyncio.AbstractEventLoop:
    """The loop of this process; a fork gets its own."""
    made = asyncio.new_event_loop()
    made.set_default_executor(ThreadPoolExecutor(LOOK_UPS, "names"))
    threading.Thread(target=made.run_forever, name="fetching", daemon=True).start()
    return made
