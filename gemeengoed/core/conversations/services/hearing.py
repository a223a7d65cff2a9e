"""What comes in from other servers: a message in the thread to which it belongs, changed, or gone again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.actors.services import touch
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.database.once import once
from gemeengoed.core.federation.addresses import path_of
from gemeengoed.core.federation.models import RemoteObject
from gemeengoed.core.mail import addresses
from gemeengoed.core.notices.services import retract
from gemeengoed.core.text import typed

from .. import queries
from ..models import Conversation, ConversationState, Message
from ..on_servers import answer_number, object_at, shows_at_once, version_of
from . import showing
from .telling import tell_editors

LONGEST = 50_000
"""Characters kept of one message."""
DEEPEST = 20
"""Messages above one that came in, that are taken along with it."""
EMPTIED: dict[str, object] = {
    **dict.fromkeys(("url", "name", "summary", "html", "plain", "language"), ""),
    "attachments": [],
}


def hear(commons: Commons, thing: RemoteObject, deep: int = 0) -> Message:
    """Keeps `thing` in its thread, with what stands above it and was not taken yet. Inside a transaction."""
    parent = _above(commons, thing, deep)
    is_answered = RemoteObject.objects.filter(answers=thing.uri).exists()
    conversation = parent.conversation if parent else None
    if conversation is None and is_answered:
        conversation = _below(commons, thing)
    # First the row of the conversation, so that its messages are committed in the order of their numbers.
    if conversation is None:
        conversation, wanted = _begun(commons, thing), True
    else:
        wanted = _moved(conversation)
    message = Message.objects.create(
        conversation=conversation,
        remote=thing,
        parent=parent,
        words=_words(thing),
        version=version_of(thing),
        created=_moment(thing, parent),
    )
    if is_answered:
        _gather(message, thing)
    if shows_at_once(conversation, thing):
        showing.let_read(message)
    if wanted:
        tell_editors(message)
    return message


def _moved(conversation: Conversation) -> bool:
    """It waits for an answer again, unless it is unwanted: whether it does."""
    rows = Conversation.objects.filter(pk=conversation.pk)
    rows.update(moved=timezone.now())
    wanted = rows.exclude(state=ConversationState.SPAM).update(state=ConversationState.OPEN)
    conversation.state = ConversationState.OPEN if wanted else ConversationState.SPAM
    return bool(wanted)


def _moment(thing: RemoteObject, parent: Message | None) -> datetime:
    """When it was said, as far as that can be: clocks elsewhere may be wrong."""
    said = min(thing.published, thing.received)
    return max(said, parent.created) if parent else said


def _above(commons: Commons, thing: RemoteObject, deep: int) -> Message | None:
    """What it answers, when that is part of a thread here."""
    if not thing.answers:
        return None
    number = answer_number(thing.answers)
    rows = Message.objects.filter(conversation__commons=commons)
    rows = rows.select_related("conversation__commons__actor")
    if number is not None:
        return rows.filter(pk=number, author__isnull=False, parent__isnull=False).first()
    if path_of(thing.answers):
        return None
    found = rows.filter(remote__uri=thing.answers).first()
    if found is not None or deep >= DEEPEST:
        return found
    return _taken_along(commons, thing, deep)


def _taken_along(commons: Commons, thing: RemoteObject, deep: int) -> Message | None:
    stored = RemoteObject.objects.select_related("author__host").filter(
        uri=thing.answers, about=thing.about, gone__isnull=True, message__isnull=True
    )
    above = stored.exclude(pk=thing.pk).first()
    return hear(commons, above, deep + 1) if above else None


def _below(commons: Commons, thing: RemoteObject) -> Conversation | None:
    """The thread of what answers it and came in before it."""
    rows = Message.objects.filter(conversation__commons=commons, remote__answers=thing.uri)
    first = rows.select_related("conversation__commons__actor").order_by("pk").first()
    return first.conversation if first else None


def _begun(commons: Commons, thing: RemoteObject) -> Conversation:
    about = object_at(commons, thing.about)
    language = commons.language
    title = once(_title, about, language)
    return Conversation.objects.create(
        commons=commons,
        subject=typed.line(title)[:300] or about,
        about=about,
        language=(thing.language or language)[:20],
        correspondent=thing.author,
        token=addresses.new_token(),
    )


def _title(about: str, language: str) -> str:
    standing = registry.stands_at([about], language).get(about) if about else None
    with translation.override(language):
        return standing.title if standing else _("A message from another server")


def _gather(message: Message, thing: RemoteObject) -> None:
    """What answers it and came in before it joins its thread."""
    waiting = Message.objects.filter(remote__answers=thing.uri, parent__isnull=True)
    waiting = waiting.filter(conversation__commons=message.conversation.commons)
    others = list(waiting.exclude(conversation=message.conversation).select_related("conversation"))
    waiting.update(parent=message)
    for other in {one.conversation for one in others}:
        other.commons = message.conversation.commons
        for moved in queries.messages(other):
            moved.conversation = other
            retract(moved.get_absolute_url())
        other.messages.update(conversation=message.conversation)
        other.delete()


def _words(thing: RemoteObject) -> str:
    return typed.lines(thing.plain or thing.name or thing.summary)[:LONGEST]


@transaction.atomic
def change(message: Message, thing: RemoteObject) -> bool:
    """Keeps the new words; what was shown waits again, unless it is shown at once. Whether anything others
    would see is different."""
    version = version_of(thing)
    if message.version == version:
        return False
    conversation = message.conversation
    queries.hold(conversation)
    retract(message.get_absolute_url())
    message.words, message.version, message.changed = _words(thing), version, timezone.now()
    message.save(update_fields=["words", "version", "changed"])
    if not shows_at_once(conversation, thing):
        showing.end(message)
    elif message.withheld is None:
        showing.let_read(message)
    rows = Conversation.objects.filter(pk=conversation.pk).exclude(state=ConversationState.SPAM)
    if rows.update(state=ConversationState.OPEN, moved=timezone.now()):
        tell_editors(message)
    touch(conversation.commons.actor)
    return True


@transaction.atomic
def forget(thing: RemoteObject) -> bool:
    """Its author removed it: nothing of it can be read any more, anywhere here. The answers of editors stay,
    under a place that says that something was removed. Whether it was part of a conversation."""
    message = Message.objects.filter(remote=thing).first()
    RemoteObject.objects.filter(pk=thing.pk).update(**EMPTIED)
    RemoteObject.objects.filter(pk=thing.pk, gone__isnull=True).update(gone=timezone.now())
    if message is None:
        return False
    conversation = message.conversation
    queries.hold(conversation)
    retract(message.get_absolute_url())
    showing.end(message)
    if message.children.exists():
        message.words, message.version = "", ""
        message.save(update_fields=["words", "version"])
    else:
        message.delete()
    _tidy(conversation)
    touch(conversation.commons.actor)
    return True


def _tidy(conversation: Conversation) -> None:
    """A thread of which nothing is left goes; who began it is who is left."""
    left = conversation.messages.exclude(remote__gone__isnull=False)
    if not left.exists():
        conversation.delete()
        return
    first = left.filter(remote__isnull=False).select_related("remote__author").first()
    if first is not None and first.remote is not None:
        rows = Conversation.objects.filter(pk=conversation.pk)
        rows.update(correspondent=first.remote.author)
