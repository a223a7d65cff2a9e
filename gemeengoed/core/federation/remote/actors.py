"""Actors on other servers."""

from ..models import RemoteActor
from .asking import RemoteError


def known(uri: str) -> RemoteActor | None:
    return RemoteActor.objects.select_related("host").filter(uri=uri).first()


def fetch(uri: str) -> RemoteActor:
    """As they are now on their own server. Raises FetchError and RemoteError."""
    raise RemoteError("unreachable", uri)
