"""Mail that becomes part of a conversation: to its own address, and what nobody else took of a commons."""

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.incoming.reading import Incoming

from .models import Consent, Conversation, ConversationState
from .services import publishing, receiving

FORGED = "forged"
YES = frozenset({"ja", "yes", "ok", "akkoord", "agreed"})
NO = frozenset({"nee", "no", "liever niet", "niet akkoord"})


def to_thread(mail: Incoming, token: str) -> str | None:
    """`thread+<token>@…`: an answer, or the answer to whether it may be published."""
    rows = Conversation.objects.select_related("commons__actor").filter(token=token)
    conversation = rows.first()
    if conversation is None:
        return None
    if mail.authentic == "fail":
        return FORGED
    said = _first_line(mail.words)
    mine = mail.address.lower() == conversation.address.lower()
    if conversation.consent == Consent.ASKED and mine and said in YES | NO:
        publishing.consent(conversation, given=said in YES)
        return "consent"
    return _outcome(receiving.add(conversation, mail))


def to_commons(mail: Incoming, handle: str) -> str | None:
    """`<handle>@…`: whatever nobody took before."""
    commons = Commons.objects.select_related("actor").filter(
        actor__handle=handle, actor__gone__isnull=True
    )
    found = commons.first()
    if found is None:
        return None
    if mail.authentic == "fail":
        return FORGED
    return _outcome(receiving.receive(found, mail))


def _outcome(conversation: Conversation) -> str:
    return "unwanted" if conversation.state == ConversationState.SPAM else "conversation"


def _first_line(words: str) -> str:
    line = next((line for line in words.splitlines() if line.strip()), "")
    return line.strip().strip(".!,").lower()
