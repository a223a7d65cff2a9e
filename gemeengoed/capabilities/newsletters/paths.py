"""Addresses (paths) of the pages that a subscriber reaches by a link in a mail."""

from .models import Subscriber


def _of(subscriber: Subscriber, page: str) -> str:
    home = subscriber.commons.get_absolute_url()
    return f"{home}newsletters/{page}/{subscriber.token}/"


def confirm(subscriber: Subscriber) -> str:
    return _of(subscriber, "confirm")


def mine(subscriber: Subscriber) -> str:
    """Their choices, the proof of their consent, their data."""
    return _of(subscriber, "mine")


def leave(subscriber: Subscriber) -> str:
    """Also what mail programs post to, for leaving with one press (RFC 8058)."""
    return _of(subscriber, "leave")
