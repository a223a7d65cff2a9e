"""What people on other servers answer, taken into the inbox of the commons whom it concerns."""

from gemeengoed.core.federation.models import RemoteObject
from gemeengoed.core.federation.steering import blocking
from gemeengoed.core.registry import IncomingObject

from .models import ConversationState, Message
from .on_servers import commons_of
from .services import hearing


def take(activity: str, thing: RemoteObject) -> str | None:
    """One word for what came of it; None when it concerns no commons here. Inside the transaction that stored
    `thing`; the same again changes nothing."""
    if activity == "Delete":
        return "removed" if hearing.forget(thing) else None
    if thing.gone is not None:
        return None
    message = Message.objects.filter(remote=thing).first()
    if message is not None:
        return "changed" if hearing.change(message, thing) else "known"
    commons = commons_of(thing.about)
    if commons is None:
        return None
    if blocking.is_suspended(thing.author):
        return "suspended"
    said = hearing.hear(commons, thing)
    is_unwanted = said.conversation.state == ConversationState.SPAM
    return "unwanted" if is_unwanted else "conversation"


INCOMING = IncomingObject(("Create", "Update", "Delete"), ("*",), take)
