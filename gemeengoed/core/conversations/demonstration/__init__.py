"""What readers wrote to the werkplaats and what its editors answered, made through the services. No mail is
sent for it: letters come in through the service that takes mail, and answers were given in another way."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.incoming.reading import Incoming

from .. import queries
from ..models import Conversation
from ..services import answering, publishing, receiving

CONTENT = Path(__file__).parent / "exchanges.toml"
Table = dict[str, Any]


def build(handle: str, people: Table) -> None:
    """All of it once: nothing where somebody has written already."""
    commons = Commons.objects.select_related("actor").get(actor__handle=handle)
    if Conversation.objects.filter(commons=commons).exists():
        return
    for described in tomllib.loads(CONTENT.read_text("utf-8"))["conversations"]:
        _conversation(commons, people["editor"].actor, described)


def _conversation(commons: Commons, editor: Actor, described: Table) -> None:
    about = f"{commons.get_absolute_url()}{described['about']}"
    conversation: Conversation | None = None
    for said in described["messages"]:
        if said["by"] == "editor" and conversation is not None:
            _answer(conversation, editor, said)
        else:
            mail = _mail(described, said)
            conversation = receiving.receive(commons, mail, about=about)
    if conversation is not None and described.get("published"):
        _publish(conversation, editor)


def _mail(described: Table, said: Table) -> Incoming:
    return Incoming(
        pk=0,
        message_id=f"<{described['key']}-{said['hours']}@example.org>",
        answers="",
        references=(f"<{described['key']}-{described['messages'][0]['hours']}@example.org>",),
        name=described["name"],
        address=described["address"],
        subject=described["subject"],
        language=described["language"],
        words=said["words"].strip(),
        quoted="",
        raw=b"",
        received=timezone.now() - timedelta(hours=said["hours"]),
    )


def _answer(conversation: Conversation, editor: Actor, said: Table) -> None:
    given = timezone.now() - timedelta(hours=said["hours"])
    answering.keep_given(conversation, editor, said["words"], given)


def _publish(conversation: Conversation, editor: Actor) -> None:
    """As when the person was asked by mail and agreed."""
    last = queries.to_ask_about(conversation)[-1]
    publishing.note_asked(conversation, last.pk, addresses.new_token())
    publishing.consent(conversation, given=True)
    publishing.publish(conversation, editor)
