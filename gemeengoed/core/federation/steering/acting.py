"""What operators can do, by the word in the address: one table for pages and API."""

from collections.abc import Callable

from gemeengoed.core.actors.models import Actor

from ..models import Host, Measure, RemoteActor
from . import measures, trying

AGAIN = "again"
ServerAct = Callable[[Actor, Host, str], object]
PersonAct = Callable[[Actor, RemoteActor, str], object]

SERVER: dict[str, ServerAct] = {
    AGAIN: lambda by, host, reason: trying.try_again(host),
    "silence": lambda by, host, reason: measures.set_measure(by, host, Measure.SILENCE, reason),
    "suspend": lambda by, host, reason: measures.set_measure(by, host, Measure.SUSPEND, reason),
    "lift": lambda by, host, reason: measures.set_measure(by, host, Measure.NONE, reason),
    "reject-media": lambda by, host, reason: measures.reject_media(by, host, True, reason),
    "accept-media": lambda by, host, reason: measures.reject_media(by, host, False, reason),
}
PERSON: dict[str, PersonAct] = {
    "silence": lambda by, who, reason: measures.set_measure(by, who, Measure.SILENCE, reason),
    "suspend": lambda by, who, reason: measures.set_measure(by, who, Measure.SUSPEND, reason),
    "lift": lambda by, who, reason: measures.set_measure(by, who, Measure.NONE, reason),
}
