"""How much one server and one actor may say in a minute, by what they claim to be: before any signature is
looked at, so that a flood costs little."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

MINUTE = 60


def is_too_fast(host: str, actor: str) -> bool:
    """Counts one more, in the store that processes share (GEMEENGOED_CACHE_URL)."""
    minute = int(timezone.now().timestamp()) // MINUTE
    limits = (
        (f"host-{host}", settings.INBOX_PER_HOST),
        (f"actor-{actor}", settings.INBOX_PER_ACTOR),
    )
    return any(_count(f"inbox-{minute}-{name}") > most for name, most in limits)


def _count(key: str) -> int:
    cache.add(key, 0, 2 * MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1
