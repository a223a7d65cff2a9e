"""An answer that comes back: the conversation is open again and editors hear of it."""

import pytest

from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.erasing import erase_address
from gemeengoed.core.conversations.models import Conversation, ConversationState
from gemeengoed.core.mail.incoming import coming_back
from gemeengoed.core.mail.incoming.bounces import Bounce
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.notices.models import Notice

from .conftest import NL, Scene, begun, mail, page

pytestmark = pytest.mark.django_db
SHOWN = "kwam terug"


def answered(scene: Scene, one: Conversation) -> OutgoingMessage:
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    return OutgoingMessage.objects.latest("pk")


def comes_back(sent: OutgoingMessage, *, hard: bool = True) -> None:
    bounce = Bounce(
        recipient=sent.recipient, final="", message_id=sent.message_id, hard=hard, why="550 no"
    )
    coming_back.bounced(sent.returns, bounce)


def told() -> int:
    return Notice.objects.filter(kind="conversations.came_back").count()


@pytest.mark.parametrize("hard", [True, False])
def test_it_opens_the_conversation_shows_it_and_tells_editors(scene: Scene, hard: bool) -> None:
    one = begun(scene)
    sent = answered(scene, one)
    assert SHOWN not in scene.editor.get(page(one), headers=NL).text
    comes_back(sent, hard=hard)
    one.refresh_from_db()
    assert one.state == ConversationState.OPEN
    assert SHOWN in scene.editor.get(page(one), headers=NL).text
    assert told() == 2, "the editor and the steward"
    assert SHOWN in scene.editor.get("/notices/", headers=NL).text


def test_the_same_report_twice_is_told_once(scene: Scene) -> None:
    one = begun(scene)
    sent = answered(scene, one)
    for _time in range(2):
        comes_back(sent)
    assert told() == 2


def test_a_second_answer_that_comes_back_is_told_as_well(scene: Scene) -> None:
    one = begun(scene)
    comes_back(answered(scene, one))
    sent = answered(scene, one)
    assert SHOWN not in scene.editor.get(page(one), headers=NL).text
    assert told() == 0, "what was told is over"
    comes_back(sent)
    assert told() == 2
    one.refresh_from_db()
    assert one.state == ConversationState.OPEN


def test_who_writes_again_can_be_reached(scene: Scene) -> None:
    one = begun(scene)
    comes_back(answered(scene, one))
    mail_taken.to_thread(mail("Een ander.", sender="x@elders.example"), one.token)
    assert SHOWN in scene.editor.get(page(one), headers=NL).text
    mail_taken.to_thread(mail("Ik hoorde nog niets."), one.token)
    assert SHOWN not in scene.editor.get(page(one), headers=NL).text


def test_unwanted_mail_stays_set_aside(scene: Scene) -> None:
    one = begun(scene)
    sent = answered(scene, one)
    scene.editor.post(page(one, "set-aside"))
    comes_back(sent)
    one.refresh_from_db()
    assert one.state == ConversationState.SPAM
    assert told() == 0


def test_what_is_erased_or_set_aside_leaves_no_notice(scene: Scene) -> None:
    one = begun(scene)
    comes_back(answered(scene, one))
    scene.editor.post(page(one, "set-aside"))
    assert told() == 0
    other = begun(scene)
    comes_back(answered(scene, other))
    erase_address(other.address)
    assert told() == 0


@pytest.mark.parametrize("reference", ["", "conversations:", "conversations:x", "newsletters:1"])
def test_what_comes_back_of_other_mail_is_not_ours(scene: Scene, reference: str) -> None:
    one = begun(scene)
    sent = answered(scene, one)
    OutgoingMessage.objects.update(reference=reference)
    comes_back(sent)
    one.refresh_from_db()
    assert one.state == ConversationState.ANSWERED
