"""From ids in what others say to who and what is here."""

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person, PersonState

from ... import addresses
from ...models import PublishedObject


def actor(uri: str) -> Actor | None:
    """Who has this id here, also when they left."""
    handle = addresses.handle_of(uri)
    kinds = (ActorKind.PERSON, ActorKind.COMMONS)
    return Actor.objects.filter(handle=handle, kind__in=kinds).first() if handle else None


def is_here(found: Actor) -> bool:
    """Whether others can follow them: they did not leave and are not suspended."""
    if found.gone is not None:
        return False
    if found.kind == ActorKind.COMMONS:
        return Commons.objects.filter(actor=found).exists()
    return Person.objects.filter(actor=found, state=PersonState.ACTIVE).exists()


def published(uri: str) -> str:
    """The path of the public object of ours with this id; empty when there is none."""
    path = addresses.path_of(uri)
    found = path and PublishedObject.objects.filter(uri=path, gone__isnull=True).exists()
    return path if found else ""
