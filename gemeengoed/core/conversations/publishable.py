"""How it is noted which messages of an exchange may be read."""

from .models import Conversation


def all_so_far(conversation: Conversation) -> dict[str, int | None]:
    """The values that say: all that was said until now."""
    return {"asked_until": max(conversation.messages.values_list("pk", flat=True), default=None)}
