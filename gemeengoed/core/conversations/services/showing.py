"""What came from other servers, under what it is about: an editor lets it be read, or not (any more).

The commons announces what it shows, so that who follows it sees it too (FEP-1b12, "Announce").
"""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.outgoing import saying

from .. import queries
from ..models import Conversation, Message
from ..on_servers import can_be_shown
from . import replying

Json = dict[str, Any]


@transaction.atomic
def show(message: Message, editor: Actor, *, version: str = "", further: bool = False) -> None:
    """Lets it be read under what it is about; with `further` also what follows in its thread. `version` is
    that of what the editor read. Raises ValidationError when it may not be shown, or says something else by
    now."""
    queries.hold(message.conversation)
    thing = message.remote
    now = Message.objects.filter(pk=message.pk).values_list("version").first()
    if thing is not None:
        thing.refresh_from_db(fields=["public", "gone", "hidden"])
    if thing is None or now is None or not thing.public or not message.conversation.about:
        raise ValidationError(_("This cannot be shown: it was not written for everybody."))
    if not can_be_shown(message.conversation, thing):
        raise ValidationError(
            _("This cannot be shown any more: its author or a steward took it away.")
        )
    if version and now[0] != version:
        raise ValidationError(
            _("The author changed this in the meantime. Read it again before you show it.")
        )
    if further:
        Conversation.objects.filter(pk=message.conversation_id).update(shows_further=True)
    let_read(message)
    _record(message, editor, "show")


@transaction.atomic
def withhold(message: Message, editor: Actor) -> None:
    """It is not shown, or not any more, and what follows waits for an editor; an answer of editors is taken
    back, there too where it arrived."""
    if message.remote is None and message.parent_id is None:
        raise ValidationError(_("This went by mail and cannot be taken back."))
    queries.hold(message.conversation)
    Message.objects.filter(pk=message.pk, withheld__isnull=True).update(withheld=timezone.now())
    message.refresh_from_db(fields=["withheld"])
    if message.remote is None:
        replying.remove(message)
    else:
        Conversation.objects.filter(pk=message.conversation_id).update(shows_further=False)
        end(message)
    _record(message, editor, "withhold")


def let_read(message: Message) -> None:
    """Inside a transaction. What is shown already stays as it was announced."""
    rows = Message.objects.filter(pk=message.pk, shown__isnull=True)
    now = timezone.now()
    Message.objects.filter(pk=message.pk).update(withheld=None)
    message.withheld = None
    if rows.update(shown=now):
        message.shown = now
        _say(message, _announce(message, now))
    touch(message.conversation.commons.actor)


def end(message: Message) -> None:
    """Inside a transaction: it is not read any more."""
    if message.remote is None:
        return
    shown = Message.objects.filter(pk=message.pk).values_list("shown", flat=True).first()
    if shown is None:
        return
    Message.objects.filter(pk=message.pk).update(shown=None)
    message.shown = None
    announced = _announce(message, shown)
    name = f"{announced['id'].rpartition('/')[2]}-undo"
    handle = message.conversation.commons.handle
    undo = {**announced, "id": addresses.activity(handle, name), "type": "Undo"}
    _say(message, {**undo, "object": announced, "published": timezone.now().isoformat()})
    touch(message.conversation.commons.actor)


def _announce(message: Message, shown: datetime) -> Json:
    """The same for the same moment, so that it can be undone."""
    handle = message.conversation.commons.handle
    thing = message.remote
    assert thing is not None  # noqa: S101 - what is shown came from another server
    return {
        "id": addresses.activity(
            handle, f"shown-{message.pk}-{shown.astimezone(UTC):%y%m%d%H%M%S%f}"
        ),
        "type": "Announce",
        "actor": addresses.actor(handle),
        "object": thing.uri,
        "published": shown.isoformat(),
        "to": [addresses.PUBLIC],
        "cc": [addresses.followers(handle), thing.author.uri],
    }


def _say(message: Message, said: Json) -> None:
    thing = message.remote
    assert thing is not None  # noqa: S101 - as above
    actor = message.conversation.commons.actor
    saying.say(actor, said, to_followers=True, inboxes=[saying.to(thing.author)])


def _record(message: Message, editor: Actor, verb: str) -> None:
    conversation = message.conversation
    activity.record(
        editor,
        verb,
        conversation.about or conversation.get_absolute_url(),
        object_type="reply",
        commons=conversation.commons.actor,
        title=conversation.subject,
    )
