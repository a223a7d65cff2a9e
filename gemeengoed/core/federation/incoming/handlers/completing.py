"""What came in the midst of a thread that we do not know: what stands above it is fetched, and what else
answers that, within the bounds of `remote.threads`."""

import logging
from collections.abc import Iterable

from django.db import transaction

from gemeengoed.core.fetching import FetchError
from gemeengoed.core.jobs import job

from ...models import RemoteObject
from ...remote import objects, threads
from ...remote.asking import RemoteError
from . import taking

logger = logging.getLogger(__name__)


@job
def complete(uri: str) -> None:
    """Fetches what is missing around the object with this id; whoever takes such things is told what came."""
    thing = objects.known(uri)
    if thing is None or thing.gone is not None:
        return
    before = thing.about
    above = threads.ancestors(thing)
    _tell("Create", reversed(above))
    if thing.about != before:
        _tell("Update", [thing])
    if above:
        _tell("Create", _beside(above[-1]))


def _beside(top: RemoteObject) -> list[RemoteObject]:
    try:
        return threads.replies(top)
    except (FetchError, RemoteError) as error:
        logger.info("no list of replies to %s: %s", top.uri, error)
        return []


def _tell(activity: str, things: Iterable[RemoteObject]) -> None:
    """Only of what belongs to something here; whoever takes it knows what was taken before."""
    for thing in things:
        with transaction.atomic():
            now = objects.known(thing.uri)
            if now is not None and now.about and now.gone is None:
                taking.tell(activity, now)
