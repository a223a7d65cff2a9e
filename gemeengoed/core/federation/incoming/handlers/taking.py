"""Telling whoever declared `registry.IncomingObject` what came, changed or went."""

from django.utils import timezone

from gemeengoed.core import registry

from ...models import RemoteObject


def tell(activity: str, stored: RemoteObject) -> str | None:
    """The word of the first who takes it."""
    for taken in registry.incoming(activity, stored.type):
        word = taken.take(activity, stored)
        if word:
            return word
    return None


def forget(known: RemoteObject) -> None:
    """Its words go; the row stays, so that it does not come back."""
    known.gone = timezone.now()
    known.name = known.summary = known.html = known.plain = ""
    known.attachments = []
    known.save(update_fields=["gone", "name", "summary", "html", "plain", "attachments"])
    tell("Delete", known)
