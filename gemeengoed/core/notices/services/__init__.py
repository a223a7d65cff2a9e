"""Verbs of notices."""

from .mailing import send_daily, send_soon
from .seeing import choose, forget_old, mark_all_seen, mark_seen, mark_seen_at
from .telling import retract, tell

__all__ = [
    "choose",
    "forget_old",
    "mark_all_seen",
    "mark_seen",
    "mark_seen_at",
    "retract",
    "send_daily",
    "send_soon",
    "tell",
]
