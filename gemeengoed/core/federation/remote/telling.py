"""Telling whoever declared `registry.IncomingObject` what came, changed or went."""

from gemeengoed.core import registry

from ..models import RemoteObject


def tell(activity: str, stored: RemoteObject) -> str | None:
    """The word of the first who takes it. Inside the transaction that keeps it so."""
    for taken in registry.incoming(activity, stored.type):
        word = taken.take(activity, stored)
        if word:
            return word
    return None
