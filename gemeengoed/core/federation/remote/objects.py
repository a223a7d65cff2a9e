"""What actors on other servers said that concerns something here."""

from dataclasses import asdict

from .. import addresses
from ..activitystreams.reading import Described
from ..models import RemoteActor, RemoteObject
from .asking import RemoteError


def store(described: Described, uri: str, author: RemoteActor) -> RemoteObject:
    """Kept as it is now; with the object of ours at the root of the thread."""
    values = {name: value for name, value in asdict(described).items() if value is not None}
    parent = RemoteObject.objects.filter(uri=described.answers).first()
    values["about"] = parent.about if parent else addresses.path_of(described.answers)
    return RemoteObject.objects.update_or_create(uri=uri, defaults={**values, "author": author})[0]


def fetch(uri: str) -> RemoteObject:
    """From its own address. Raises FetchError and RemoteError."""
    raise RemoteError("unreachable", uri)
