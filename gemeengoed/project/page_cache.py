"""Pages kept in the memory of this process, as many as fit in so many bytes.

Counting pages would not do: a crawler that follows every address fills any number of them with the largest,
and what is kept no longer than a minute would lie there until others ask for as many again.
"""

from collections import OrderedDict
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

MOST = 8_000_000
"""Bytes of pages: about 150 of the size of an explainer, of what was asked in the last minute."""


class PageCache(LocMemCache):
    """Django's, which drops what was asked for longest ago; each thread has one over the same pages."""

    def _set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT) -> None:
        super()._set(key, value, timeout)  # type: ignore[misc] # the stubs leave it out
        pages: OrderedDict[str, bytes] = self._cache  # type: ignore[attr-defined]
        held = sum(len(page) for page in pages.values())
        while held > MOST:
            oldest, page = pages.popitem()
            del self._expire_info[oldest]  # type: ignore[attr-defined]
            held -= len(page)
