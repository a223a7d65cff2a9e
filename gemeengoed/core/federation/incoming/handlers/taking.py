"""What came, changed or went, for whoever declared `registry.IncomingObject`."""

from ...models import RemoteObject
from ...remote import objects
from ...remote.telling import tell

__all__ = ["forget", "tell"]


def forget(known: RemoteObject) -> None:
    """Its words go, and whoever took it is told; the row stays, so that it does not come back."""
    objects.remove(known.uri)
    known.refresh_from_db()
