"""An answer that the relay refuses at once: the conversation is open again and editors hear of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gemeengoed.core.conversations.models import Conversation, ConversationState
from gemeengoed.core.mail import delivery
from gemeengoed.core.mail.models import MailState, OutgoingMessage
from gemeengoed.core.mail.tests.conftest import server, signing_keys
from gemeengoed.core.mail.tests.smtp_server import Received

from .conftest import NL, Scene, begun, page

__all__ = ["server", "signing_keys"]
pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = "werd geweigerd"


def is_open_again(scene: Scene, one: Conversation) -> bool:
    one.refresh_from_db()
    shown = SHOWN in scene.editor.get(page(one), headers=NL).text
    told = SHOWN in scene.editor.get("/notices/", headers=NL).text
    assert shown == told == (one.state == ConversationState.OPEN)
    return shown


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "552 5.2.2 mailbox full", "554 no"])
def test_editors_read_that_it_did_not_arrive(scene: Scene, server: Received, answer: str) -> None:
    one = begun(scene)
    server.at = {one.address: [answer]}
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    assert server.messages == []
    assert is_open_again(scene, one)
    scene.editor.post(page(one, "answer"), {"words": "Nog eens: de gemeenschap."})
    assert not is_open_again(scene, one)
    assert len(server.messages) == 1


@pytest.mark.parametrize("answer", ["451 later", "550 5.7.1 not from you"])
def test_what_is_tried_again_is_told_once_it_is_given_up(
    scene: Scene, server: Received, answer: str
) -> None:
    one = begun(scene)
    server.at = {one.address: [answer]}
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    assert not is_open_again(scene, one)
    OutgoingMessage.objects.update(created=timezone.now() - timedelta(days=6))
    delivery.deliver()
    assert OutgoingMessage.objects.get().state == MailState.FAILED
    assert is_open_again(scene, one)
