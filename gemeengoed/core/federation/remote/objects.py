"""What actors on other servers said that concerns something here."""

from ..models import RemoteObject
from .asking import RemoteError


def fetch(uri: str) -> RemoteObject:
    """From its own address. Raises FetchError and RemoteError."""
    raise RemoteError("unreachable", uri)
