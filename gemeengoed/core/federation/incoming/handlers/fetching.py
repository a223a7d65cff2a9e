"""Fetching what handlers need: in a job, outside transactions."""

from ...remote import actors, objects
from .model import AGAIN, Need


def fetch(need: Need) -> None:
    """Raises FetchError and RemoteError."""
    if need.what == AGAIN:
        actors.fetch(need.uri)
    else:
        objects.fetch(need.uri)
