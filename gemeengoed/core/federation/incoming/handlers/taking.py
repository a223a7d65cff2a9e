"""Telling whoever declared `registry.IncomingObject` what came, changed or went."""

from gemeengoed.core import registry

from ...models import RemoteObject
from ...remote import objects


def tell(activity: str, stored: RemoteObject) -> str | None:
    """The word of the first who takes it."""
    for taken in registry.incoming(activity, stored.type):
        word = taken.take(activity, stored)
        if word:
            return word
    return None


def forget(known: RemoteObject) -> None:
    """Its words go; the row stays, so that it does not come back."""
    objects.remove(known.uri)
    known.refresh_from_db()
    tell("Delete", known)
