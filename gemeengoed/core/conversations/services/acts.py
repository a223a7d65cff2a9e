"""What an editor does with a conversation at the press of a button, for pages and API."""

from collections.abc import Callable

from gemeengoed.core.actors.models import Actor

from ..models import Conversation
from . import answering, publishing

ACTS: dict[str, Callable[[Conversation, Actor], object]] = {
    "close": lambda one, editor: answering.close(one),
    "reopen": lambda one, editor: answering.reopen(one),
    "set-aside": lambda one, editor: answering.set_aside(one),
    "ask": publishing.ask,
    "publish": publishing.publish,
    "take-back": publishing.take_back,
}
"""Each may raise ValidationError."""
