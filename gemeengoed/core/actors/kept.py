"""What takes long to find out about an actor, kept until something that the actor shows changes.

It holds as a kept page does (`kept_pages`): whatever changes raises the stamp in its own transaction.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from .kept_pages import LONGEST
from .models import Actor

T = TypeVar("T")


def kept(actor: Actor, name: str, find_out: Callable[[], T]) -> T:
    """What `find_out` gives, which is asked again after a change. `actor` as this request read it: then
    what is found is never older than its stamp."""
    key = f"kept-{actor.pk}-{name}"
    stamp, found = cache.get(key, (None, None))
    if stamp != actor.stamp:
        found = find_out()
        cache.set(key, (actor.stamp, found), LONGEST)
    return found
