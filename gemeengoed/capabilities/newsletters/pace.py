"""How often somebody without an account may ask for letters."""

from hashlib import blake2b

from django.core.cache import cache
from django.http import HttpRequest

HOUR = 60 * 60
MOST_BY_CLIENT = 20
"""Forms in an hour from one address of the internet: a classroom or a town hall shares one."""
MOST_BY_COMMONS = 600
"""Forms in an hour to one commons, before somebody has to look."""


def may_ask(request: HttpRequest, handle: str) -> bool:
    """Counts this request; False when there were too many in this hour."""
    client = request.META.get("REMOTE_ADDR", "")
    counted = (_count(f"client:{client}"), _count(f"commons:{handle}"))
    return counted[0] <= MOST_BY_CLIENT and counted[1] <= MOST_BY_COMMONS


def _count(what: str) -> int:
    # Hashed, so that no address stands in a shared cache.
    key = "join:" + blake2b(what.encode(), digest_size=16).hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 1
