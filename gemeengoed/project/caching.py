"""The cache that several web processes share, and what happens while it is away."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from .page_cache import PageCache

logger = logging.getLogger(__name__)

TRIED_AGAIN = 5.0
"""Seconds after which Redis is asked again."""
TIMEOUT = 1.0
"""Seconds that Redis may take to answer: a page that waits for it is worth less than one without."""

Method = Callable[..., Any]


def _asks(name: str) -> Method:
    """A method that asks Redis, and the memory of this process while Redis does not answer."""

    def ask(self: "SharedCache", *arguments: Any, **named: Any) -> Any:
        if time.monotonic() >= SharedCache.away_until:
            try:
                return getattr(RedisCache, name)(self, *arguments, **named)
            except RedisError as error:
                self.note(error)
        return getattr(self.memory, name)(*arguments, **named)

    return ask


class SharedCache(RedisCache):
    """Redis. Nothing that is kept there must last: pages are made anew and limits count for each process
    apart for as long as it is away."""

    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        limits = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        super().__init__(server, {**params, "OPTIONS": limits})
        self.memory = PageCache(params.get("KEY_PREFIX", ""), params)

    def keeps(self) -> bool:
        """Whether Redis gives back what it is given. Raises RedisError when it does not answer."""
        RedisCache.set(self, "check", "ok", 10)
        return bool(RedisCache.get(self, "check") == "ok")

    def note(self, error: RedisError) -> None:
        SharedCache.away_until = time.monotonic() + TRIED_AGAIN
        logger.error(
            "the cache does not answer (GEMEENGOED_CACHE_URL); going on without: %s", error
        )

    add = _asks("add")
    get = _asks("get")
    set = _asks("set")
    touch = _asks("touch")
    delete = _asks("delete")
    has_key = _asks("has_key")
    incr = _asks("incr")
    get_many = _asks("get_many")
    set_many = _asks("set_many")
    delete_many = _asks("delete_many")
    clear = _asks("clear")
