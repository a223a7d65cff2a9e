"""What is said on other servers, as this commons meets it: where it belongs, and whether it may be read."""

import hashlib
import json
import re

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.database.once import once
from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.models import (
    FederationSettings,
    RemoteActor,
    RemoteObject,
    ReplyPolicy,
)
from gemeengoed.core.federation.steering import blocking

from .models import Conversation, ConversationState, Message

_BELOW = re.compile(r"/@([a-z0-9_-]{1,30})(/.*)?")
_ANSWER = re.compile(r"/@[a-z0-9_-]{1,30}/answers/([0-9]{1,18})/?")
VERSIONED = ("html", "name", "summary", "sensitive", "public", "url", "attachments")


def commons_of(path: str) -> Commons | None:
    """The commons below whose address `path` stands."""
    found = _BELOW.fullmatch(path)
    return once(_commons, found[1]) if found else None


def _commons(handle: str) -> Commons | None:
    rows = Commons.objects.select_related("actor").filter(actor__gone__isnull=True)
    return rows.filter(actor__handle=handle).first()


def object_at(commons: Commons, path: str) -> str:
    """The address of what it is about; empty for the commons itself, and for an answer that is gone."""
    is_home = path.rstrip("/") == f"/@{commons.handle}"
    return "" if is_home or _ANSWER.fullmatch(path) else path


def answer_number(uri: str) -> int | None:
    """The number (pk) of the editor's answer with this id."""
    found = _ANSWER.fullmatch(addresses.path_of(uri))
    return int(found[1]) if found else None


def page_of(one: RemoteObject | RemoteActor) -> str:
    """Where a person can look at it, on its own server."""
    return one.url if one.url.startswith(("https://", "http://")) else one.uri


def version_of(thing: RemoteObject) -> str:
    """SHA-256 of what others would see of it."""
    shown = json.dumps([getattr(thing, name) for name in VERSIONED], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def can_be_shown(conversation: Conversation, thing: RemoteObject) -> bool:
    """Whether there is a place for it, and its author said it to everybody."""
    is_there = thing.gone is None and thing.hidden is None
    is_heard = not blocking.is_suspended(thing.author)
    return bool(conversation.about) and thing.public and is_there and is_heard


def shows_at_once(conversation: Conversation, thing: RemoteObject) -> bool:
    """Whether the policy of the commons, or of an editor for this thread, lets it be read unseen."""
    if conversation.state == ConversationState.SPAM or blocking.measure_of(thing.author):
        return False
    if not can_be_shown(conversation, thing):
        return False
    return conversation.shows_further or _by_policy(conversation.commons, thing)


def _by_policy(commons: Commons, thing: RemoteObject) -> bool:
    policy = once(_policy, commons.actor_id)
    if policy == ReplyPolicy.KNOWN:
        shown = Message.objects.filter(conversation__commons=commons, shown__isnull=False)
        return shown.filter(remote__author__host=thing.author.host_id).exists()
    return policy == ReplyPolicy.ALL


def _policy(actor: int) -> str:
    own = FederationSettings.objects.filter(actor=actor).first()
    return own.replies if own else ReplyPolicy.APPROVAL
