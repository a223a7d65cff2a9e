"""Mail that becomes part of a conversation: to its own address, and what nobody else took of a commons."""

import re

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.incoming.reading import Incoming

from . import mailing
from .models import Consent, Conversation, ConversationState
from .services import publishing, receiving

FORGED = "forged"
YES = frozenset({"ja", "yes", "ok", "akkoord", "agreed"})
NO = frozenset({"nee", "no", "liever niet", "niet akkoord"})
_OF_NAMES = frozenset(
    ["de", "den", "der", "van", "von", "ter", "ten", "te", "het", "'t", "in", "el", "la", "di"]
)
_GREETING = re.compile(
    r"(?:met )?(?:vriendelijke?|hartelijke?|kind|best|warm|lieve)? ?(?:groet(?:en|jes)?|mvg|grt|gr|regards|"
    r"wishes|dank(?: je| u)?(?: wel)?|bedankt|thanks|thank you|cheers)\b[,.!]?",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[A-ZÀ-Þ0-9+(][^?!]{0,59}")
"""A line below a greeting: a name, an organisation, a telephone number."""


def to_thread(mail: Incoming, token: str) -> str | None:
    """`thread+<token>@…`: an answer, or the answer to whether it may be published."""
    rows = Conversation.objects.select_related("commons__actor").filter(token=token)
    conversation = rows.first()
    if conversation is None:
        return None
    if mail.authentic == "fail":
        return FORGED
    if not conversation.address:  # erased; who writes again begins anew
        return _outcome(receiving.receive(conversation.commons, mail, about=conversation.about))
    mine = mail.address.lower() == conversation.address.lower()
    if mine and _answers_question(conversation, mail) and _consents(conversation, mail):
        return "consent"
    return _outcome(receiving.add(conversation, mail))


def _answers_question(conversation: Conversation, mail: Incoming) -> bool:
    """Whether it answers the question whether others may read it, and nothing that an editor asked."""
    token = conversation.consent_token
    asked = conversation.consent != Consent.NONE and token is not None
    return asked and mail.answers == mailing.question_id(token or "")


def _consents(conversation: Conversation, mail: Incoming) -> bool:
    """Whether it says that others may read it, or that they may not; 'yes, but' is for editors to read, and
    so is a yes after a no. The same again changes nothing."""
    said, further = first_line(mail.words)
    known = conversation.consent
    if said not in YES | NO or (said in YES and (further or known == Consent.REFUSED)):
        return False
    if known != (Consent.GIVEN if said in YES else Consent.REFUSED):
        publishing.consent(conversation, given=said in YES)
    if further:
        receiving.add(conversation, mail)
    return True


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


def first_line(words: str) -> tuple[str, bool]:
    """The first line in lower case, and whether more follows than a greeting and a name."""
    lines = [line.strip() for line in words.splitlines() if line.strip()] or [""]
    rest = lines[1:]
    greeting = _GREETING.match(rest[0]) if rest else None
    if greeting and _is_name(rest[0][greeting.end() :]):
        rest = [] if len(rest) <= 5 and all(map(_SIGNED.fullmatch, rest[1:])) else rest
    elif len(rest) == 1 and _is_name(rest[0]):
        rest = []
    return lines[0].strip(".!,").strip().lower(), bool(rest)


def _is_name(words: str) -> bool:
    """Whether it can be a name, or nothing."""
    found = words.split()
    return len(found) <= 6 and all(one[0].isupper() or one in _OF_NAMES for one in found)
