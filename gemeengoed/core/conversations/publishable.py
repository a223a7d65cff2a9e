"""How it is noted which messages of an exchange may be read."""

from .models import Conversation


def all_so_far(conversation: Conversation) -> dict[str, int]:
    """The values that say: all that was said until now."""
    return {"asked_to_publish": conversation.messages.count()}
