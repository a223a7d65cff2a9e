"""What an editor does with a conversation at the press of a button, for pages and API."""

from collections.abc import Callable

from gemeengoed.core.actors.models import Actor

from ..models import Conversation, Message
from . import answering, publishing, showing

ACTS: dict[str, Callable[[Conversation, Actor], object]] = {
    "close": lambda one, editor: answering.close(one),
    "reopen": lambda one, editor: answering.reopen(one),
    "set-aside": lambda one, editor: answering.set_aside(one),
    "ask": publishing.ask,
    "publish": publishing.publish,
    "take-back": publishing.take_back,
}
"""Each may raise ValidationError."""


SHOW, WITHHOLD = "show", "withhold"


def on_message(
    message: Message, editor: Actor, verb: str, *, version: str = "", further: bool = False
) -> bool:
    """Shows or withholds one message, as `showing.show` and `showing.withhold`; whether that is a verb."""
    if verb == SHOW:
        showing.show(message, editor, version=version, further=further)
    elif verb == WITHHOLD:
        showing.withhold(message, editor)
    return verb in (SHOW, WITHHOLD)
