"""What the core does with activities, by their type. What is not here is counted and dropped."""

from . import follows
from .model import NOT_OURS, NOT_THEIRS, UNKNOWN, Handler, Needs

HANDLERS: dict[str, Handler] = {
    "Follow": follows.follow,
}
NEEDS: dict[str, Needs] = {}
IGNORED = frozenset({NOT_OURS, NOT_THEIRS, UNKNOWN})
"""Words that say that nothing was done with it."""
