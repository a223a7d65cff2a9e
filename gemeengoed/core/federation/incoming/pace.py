"""How much one server and one actor may say in a minute. What is proven is counted apart from what is not
yet: somebody who only claims to be them must not use up what they may say."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

MINUTE = 60


def is_too_fast(host: str, actor: str, *, is_proven: bool) -> bool:
    """Counts one more activity of both."""
    of = "" if is_proven else "claimed-"
    limits = (
        (f"{of}host-{host}", settings.INBOX_PER_HOST),
        (f"{of}actor-{actor}", settings.INBOX_PER_ACTOR),
    )
    return any(is_beyond(name, most) for name, most in limits)


def is_beyond(name: str, most: int) -> bool:
    """Counts one more of `name`, in the store that processes share (GEMEENGOED_CACHE_URL); whether there were
    more than `most` in this minute."""
    minute = int(timezone.now().timestamp()) // MINUTE
    return _count(f"inbox-{minute}-{name}") > most


def _count(key: str) -> int:
    cache.add(key, 0, 2 * MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1
