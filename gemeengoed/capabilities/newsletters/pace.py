"""How often somebody without an account may ask for letters."""

from hashlib import blake2b

from django.core.cache import cache
from django.http import HttpRequest

HOUR = 60 * 60
MOST_BY_CLIENT = 20
"""In an hour, forms from one address of the internet (a classroom or a town hall shares one) or mails from
one mail address."""
MOST_BY_COMMONS = 600
"""In an hour, forms to one commons, and as many mails, before somebody has to look."""


def may_ask(request: HttpRequest, handle: str) -> bool:
    """Counts this form; False when there were too many in this hour."""
    return _fits(f"client:{request.META.get('REMOTE_ADDR', '')}", f"commons:{handle}")


def may_ask_by_mail(address: str, handle: str) -> bool:
    """Counts this mail in the same way. A sender is soon forged, so that mails have a count of their own:
    many of them do not close the form."""
    return _fits(f"sender:{address.lower()}", f"mailed:{handle}")


def _fits(client: str, commons: str) -> bool:
    counted = (_count(client), _count(commons))
    return counted[0] <= MOST_BY_CLIENT and counted[1] <= MOST_BY_COMMONS


def _count(what: str) -> int:
    # Hashed, so that no address stands in a shared cache.
    key = "join:" + blake2b(what.encode(), digest_size=16).hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 1
